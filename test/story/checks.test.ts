import { afterAll, beforeAll, expect, test } from 'vitest';
import { imageOf } from '../../local/story/releases.ts';
import { checking, complaining, neverHealthy } from './images.ts';
import { type ExampleWorld, oneTask, startExample, WEB } from './world-fixture.ts';

const COMMAND = { type: 'command', command: ['node', '/app/check.mjs'], timeout: '10m' };
const HTTP = { url: '/', timeout: '5s', interval: '1s', retries: 1 };

let world: ExampleWorld;

beforeAll(async () => {
  world = await startExample({ example: oneTask });
  await world.put(WEB, {
    checks: [
      { ...COMMAND, id: 'starts' },
      { ...COMMAND, id: 'database', type: 'database' },
      { ...COMMAND, id: 'still-there', when: 'after' },
      { ...HTTP, id: 'ready', body: 'ready: 1.' },
      { ...HTTP, id: 'serves', body: 'ready: 1.', when: 'after' },
    ],
  });
});
afterAll(() => world?.stop());

test('a version goes out after its commands have run as tasks and it has answered over HTTP, at both gates', async () => {
  const { verdict, because, log } = await world.ship('web', '1.0.0', checking('1.0.0', 0));
  expect({ verdict, because }).toMatchObject({ verdict: 'SUCCEEDED' });
  const told = log.map(({ text }) => text).filter((text) => /^(Before traffic|After the bake)/.test(text));
  expect(told).toEqual([
    expect.stringMatching(/^Before traffic: commands first/),
    expect.stringMatching(/^Before traffic: go, .*, checks passed/),
    expect.stringMatching(/^After the bake: commands first/),
    expect.stringMatching(/^After the bake: go/),
  ]);
  const { calls } = world.world.wire;
  expect(calls.calls('ecs', 'RunTask').map(({ caller }) => caller.arn)).toEqual(
    Array.from({ length: 3 }, () => expect.stringMatching(/RunChecks/)),
  );
  // The events of their ends told how they ended.
  expect(calls.calls('ecs', 'DescribeTasks').filter(({ caller }) => /Judge/.test(caller.arn))).toEqual([]);
});

test('a version whose command fails gets no traffic, and the verdict says which command and how it ended', async () => {
  const load = world.load();
  const { verdict, because } = await world.ship('web', '1.1.0', checking('1.1.0', 3));
  const { failed, byVersion } = await load.stop();
  expect({ verdict, because }).toEqual({
    verdict: 'ROLLED_BACK',
    because: expect.stringMatching(
      /check "starts" \(starts\) failed: node \/app\/check\.mjs ended with exit code 3, expected 0/,
    ),
  });
  expect({ failed, versions: Object.keys(byVersion) }).toEqual({ failed: [], versions: ['1.0.0'] });
});

test('a version that answers every request with 200 and complains in its logs is taken back, and its line is told', async () => {
  const patterns = [{ pattern: 'OutOfMemoryError', perMinute: 5 }];
  await world.put(WEB, { bake: '2m', rollback: { patterns } });
  await fetch(`${world.running.api}/v1/services/${WEB}/hold`, { method: 'DELETE' });
  const load = world.load();
  const line = 'java.lang.OutOfMemoryError: heap, password=hunter2';
  const { verdict, because } = await world.ship('web', '1.1.5', complaining('1.1.5', line));
  const { failed, byVersion } = await load.stop();
  expect({ verdict, because }).toEqual({
    verdict: 'ROLLED_BACK',
    because: expect.stringMatching(
      /^container web wrote OutOfMemoryError \d+ times within a minute, more than 5: java\.lang\.OutOfMemoryError: heap, password=\*\*\*$/,
    ),
  });
  expect(failed).toEqual([]);
  expect(Object.keys(byVersion)).toContain('1.1.5');
  const { running } = await world.api.get<{ running: { version: string } }>(`/services/${WEB}`);
  expect(running.version).toBe('1.0.0');
});

test('a version that runs and never gets healthy is given up after three of its tasks, not at the deadline', async () => {
  await world.put(WEB);
  await fetch(`${world.running.api}/v1/services/${WEB}/hold`, { method: 'DELETE' });
  const { verdict, because } = await world.ship('web', '1.1.6', neverHealthy());
  expect({ verdict, because }).toEqual({
    verdict: 'ROLLED_BACK',
    because: expect.stringMatching(/^3 tasks of 1\.1\.6 died on start; the last one: Task failed ELB health checks/),
  });
});

const MADE = 'belay-staging-web-5xx';

test('a service that names no alarm is watched by one that Belay made, and it takes back what answers with errors', async () => {
  await world.put(WEB, { bake: '10m' });
  const { settings } = await world.api.get<{ settings: object }>(`/services/${WEB}`);
  expect(settings).toMatchObject({ alarms: [MADE], madeAlarm: MADE });
  await fetch(`${world.running.api}/v1/services/${WEB}/hold`, { method: 'DELETE' });
  const load = world.load('/', 60);
  const { verdict, because } = await world.ship('web', '1.2.0', imageOf({ version: '1.2.0', failEvery: 3 }));
  await load.stop();
  expect({ verdict, because }).toEqual({
    verdict: 'ROLLED_BACK',
    // ECS watches it too, and whichever of the two is first says why.
    because: expect.stringMatching(/^alarm belay-staging-web-5xx (went to ALARM|fired)/),
  });
});

test('the alarm that Belay made is gone when the owner names one', async () => {
  expect(world.world.cloudwatch.state(MADE)).toBeDefined();
  await world.put(WEB, { alarms: ['web-5xx'] });
  expect(world.world.cloudwatch.state(MADE)).toBeUndefined();
});
