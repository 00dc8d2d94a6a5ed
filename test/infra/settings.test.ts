import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readSettings } from '../../infra/settings.ts';

const given = (context: Readonly<Record<string, unknown>>) => readSettings((key) => context[key], {});

test('without any context Belay may change the cluster of the example, and pass its roles', () => {
  expect(given({})).toEqual({
    clusters: ['example'],
    taskRoles: { path: 'example/' },
    logGroups: ['/ecs/*'],
    production: false,
    tokens: undefined,
    alarmConcurrency: undefined,
    defaults: {
      AUTO_ROLLBACK_ON_FAILURE: 'true',
      DEFAULT_DEPLOYMENT_STRATEGY: 'auto',
      MAX_ROLLBACK_POINTS: '10',
      HEALTH_CHECK_TIMEOUT: '30000',
      REQUIRE_APPROVAL_FOR_PRODUCTION: 'true',
      ROLLBACK_THRESHOLD: '5',
    },
    timeouts: { update: 300, warm: 120, cold: 600 },
  });
});

test('a list may come from cdk.json or from the command line', () => {
  expect(given({ clusters: ['one', 'two'] }).clusters).toEqual(['one', 'two']);
  expect(given({ clusters: 'one, two' }).clusters).toEqual(['one', 'two']);
});

test('UPDATE_TIMEOUT and ROLLBACK_TIMEOUT are durations, and a longer way back is longer when cold too', () => {
  const timeouts = (variables: Readonly<Record<string, string>>) => readSettings(() => undefined, variables).timeouts;
  expect(timeouts({ UPDATE_TIMEOUT: '90s', ROLLBACK_TIMEOUT: '3m' })).toEqual({ update: 90, warm: 180, cold: 600 });
  expect(timeouts({ ROLLBACK_TIMEOUT: '1h' })).toEqual({ update: 300, warm: 3600, cold: 3600 });
  for (const wrong of ['300', '0s', '2d', '', '25h'])
    expect(() => timeouts({ UPDATE_TIMEOUT: wrong })).toThrow(/UPDATE_TIMEOUT is .* such as 90s, 5m or 1h/);
});

test('only the stage "production" is production', () => {
  expect(given({ stage: 'production' }).production).toBe(true);
  expect(given({ stage: 'prod' }).production).toBe(false);
});

test.each([
  [{ clusters: '*' }, 'Context "clusters" names *'],
  [{ clusters: [] }, 'Context "clusters" names no cluster'],
  [{ clusters: 5 }, 'Context "clusters" must be a list of names'],
  [{ taskRolePath: 'app' }, 'Context "taskRolePath" is "app"'],
  [{ taskRoles: 'web-task' }, 'Context "taskRoles" has web-task'],
  [{ logGroups: '*' }, 'Context "logGroups" has *'],
  [{ logGroups: '/ecs/*/web' }, 'Context "logGroups" has /ecs/*/web'],
  [{ issuer: 'https://id.example.com/' }, 'come with "audience"'],
  [{ issuer: 'id', audience: 'belay' }, 'Context "issuer" must be the URL'],
  [{ alarmConcurrency: 'many' }, 'Context "alarmConcurrency" is "many"'],
])('%j is refused with its name and what it takes', (context, message) => {
  expect(() => given(context)).toThrow(message);
});

test('whatever is given, no wildcard gets into a cluster, a path or a role', () => {
  const text = fc.oneof(
    fc.string(),
    fc.stringMatching(/^[a-z*?/]{1,8}\/$/),
    fc.stringMatching(/^arn:aws:iam::\d{12}:role\/[a-z*?]+$/),
  );
  fc.assert(
    fc.property(fc.constantFrom('clusters', 'taskRolePath', 'taskRoles'), text, (key, value) => {
      try {
        const { logGroups: _, ...narrow } = given({ [key]: value });
        expect(JSON.stringify(narrow)).not.toMatch(/[*?]/);
      } catch (error) {
        expect(String(error)).toContain(`Context "${key}"`);
      }
    }),
  );
});

test.each([
  [{ ROLLBACK_THRESHOLD: '5%' }, 'ROLLBACK_THRESHOLD is "5%". Give percent'],
  [{ ROLLBACK_THRESHOLD: '101' }, 'ROLLBACK_THRESHOLD is "101"'],
  [{ AUTO_ROLLBACK_ON_FAILURE: 'yes' }, 'AUTO_ROLLBACK_ON_FAILURE is "yes". Give true or false'],
  [{ HEALTH_CHECK_TIMEOUT: '30s' }, 'HEALTH_CHECK_TIMEOUT is "30s". Give milliseconds'],
  [{ HEALTH_CHECK_TIMEOUT: '0' }, 'HEALTH_CHECK_TIMEOUT is "0"'],
  [{ DEFAULT_DEPLOYMENT_STRATEGY: 'yolo' }, 'DEFAULT_DEPLOYMENT_STRATEGY is "yolo". Give auto, blue-green, '],
  [{ DEFAULT_DEPLOYMENT_STRATEGY: 'canary,rolling' }, 'DEFAULT_DEPLOYMENT_STRATEGY is "canary,rolling"'],
  [{ DEFAULT_DEPLOYMENT_STRATEGY: 'staging=yolo' }, 'others by environment after it (auto,development=immediate)'],
  [{ MAX_ROLLBACK_POINTS: '0' }, 'MAX_ROLLBACK_POINTS is "0". Give a number from 1 to 100'],
])('%j in the environment is refused with its name and what it takes', (environment, message) => {
  expect(() => readSettings(() => undefined, environment)).toThrow(message);
});

test('variables of the environment become defaults of the stack, and an empty one is none', () => {
  const environment = {
    ROLLBACK_THRESHOLD: '2.5',
    AUTO_ROLLBACK_ON_FAILURE: 'false',
    HEALTH_CHECK_TIMEOUT: '',
    DEFAULT_DEPLOYMENT_STRATEGY: 'canary,development=immediate',
    MAX_ROLLBACK_POINTS: '25',
  };
  expect(readSettings(() => undefined, environment).defaults).toEqual({
    AUTO_ROLLBACK_ON_FAILURE: 'false',
    DEFAULT_DEPLOYMENT_STRATEGY: 'canary,development=immediate',
    MAX_ROLLBACK_POINTS: '25',
    HEALTH_CHECK_TIMEOUT: '30000',
    REQUIRE_APPROVAL_FOR_PRODUCTION: 'true',
    ROLLBACK_THRESHOLD: '2.5',
  });
});
