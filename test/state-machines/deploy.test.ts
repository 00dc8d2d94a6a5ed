import { expect, test } from 'vitest';
import { registerVersion } from '../../core/operations/register-version.ts';
import { SERVICE } from '../builders.ts';
import { NEW, NEWER, OLD } from '../fakes/fake-world.ts';
import { aBelay, type Belay } from './a-belay.ts';

const REFUSED: Readonly<Record<string, { begin(belay: Belay): void; because: string; ranBefore?: boolean }>> = {
  'an alarm that fires already': {
    begin: (belay) => belay.alarms.set('web-5xx', 'ALARM'),
    because: 'Alarm web-5xx is in ALARM already',
  },
  'an alarm that does not exist': {
    begin: (belay) => belay.alarms.delete('web-5xx'),
    because: 'names alarms that do not exist: web-5xx',
  },
  'an image that is gone': {
    begin: (belay) => belay.registry.remove('web', NEW.digest),
    because: 'is gone from web. Push it again.',
  },
  'an image of the old version that is gone': {
    begin: (belay) => belay.registry.remove('web', OLD.digest),
    because: 'so there would be no way back',
  },
  'no deployment that has succeeded before': {
    begin: () => undefined,
    because: 'Deploy with --first',
    ranBefore: false,
  },
  "a stranger's deployment under way": {
    begin: (belay) => {
      const taskDefinition = belay.service.register({ web: `registry/web@${NEWER.digest}` });
      belay.service.update({ taskDefinition, deploymentConfiguration: belay.service.configuration });
    },
    because: 'has a deployment of example/web under way',
  },
};

test.each(Object.keys(REFUSED))('%s: refused, and nothing is touched', async (name) => {
  const { begin, because, ranBefore } = REFUSED[name] ?? { begin: () => undefined, because: '' };
  const belay = await aBelay({ ranBefore: ranBefore ?? true });
  begin(belay);
  await belay.clock.advance(1_000);
  const before = belay.service.configuration;
  const id = await belay.deploy();
  const end = await belay.end(id);

  expect(end).toMatchObject({ status: 'FAILED', error: 'Refused', verdict: 'REFUSED' });
  expect(end.because).toContain(because);
  expect(end.because).not.toMatch(/errorMessage|trace/);
  for (const call of ['ecs.update', 'ecs.stop', 'ecs.registerTaskDefinition']) expect(belay.book.count(call)).toBe(0);
  expect(belay.service.configuration).toBe(before);
  const state = await belay.kept.services.get(SERVICE);
  expect(state).toMatchObject({ denied: [] });
  expect(state?.hold).toBeUndefined();
});

test('weights that somebody put back to the old version are refused, and nothing more is read to see it', async () => {
  const belay = await aBelay();
  expect((await belay.end(await belay.deploy())).verdict).toBe('SUCCEEDED');
  belay.service.weights = () => ({ 'targetgroup/blue': 100, 'targetgroup/green': 0 });
  const read = belay.book.count('ecs.revisions');
  const { verdict, because } = await belay.end(await belay.deploy({ to: NEWER }));
  expect(verdict).toBe('REFUSED');
  expect(because).toMatch(/targetgroup\/green, has 0 % of the traffic.*modify-rule/);
  expect(belay.book.count('ecs.revisions')).toBe(read);
});

test('the first deployment of a service goes out when somebody knows that there is no way back', async () => {
  const belay = await aBelay({ ranBefore: false, found: '{}' });
  const id = await belay.deploy({ first: true });
  expect((await belay.end(id)).verdict).toBe('SUCCEEDED');
  expect(belay.serving()).toBe(NEW.digest);
});

test('the first deployment of a service that fails is never called rolled back', async () => {
  const belay = await aBelay({ ranBefore: false, found: '{}' });
  belay.alarmAfter(90_000);
  const id = await belay.deploy({ first: true });
  expect(await belay.end(id)).toMatchObject({ error: 'Stuck', verdict: 'STUCK' });
});

test('what was queued starts when the one before it has succeeded', async () => {
  const belay = await aBelay();
  const id = await belay.deploy();
  await registerVersion(belay.ports, { repository: 'web', digest: NEWER.digest, tag: NEWER.version });
  await belay.end(id);
  expect(belay.serving()).toBe(NEWER.digest);
  const { items } = await belay.kept.deployments.newest(SERVICE, 10);
  expect(items.map(({ verdict }) => verdict)).toEqual(['SUCCEEDED', 'SUCCEEDED']);
});

test('an execution that is stopped leaves no lock behind, and ECS is told to go back', async () => {
  const belay = await aBelay();
  const id = await belay.deploy();
  await belay.clock.advance(120_000);
  await belay.abort(id);
  const { verdict, because } = await belay.end(id);
  expect(verdict).toBe('STUCK');
  expect(because).toContain('ABORTED');
  expect(belay.serving()).toBe(OLD.digest);
  expect((await belay.kept.deployments.head(SERVICE)).live).toBeUndefined();
});

test('the log of a deployment says what happened, in sentences', async () => {
  const belay = await aBelay();
  const id = await belay.deploy();
  await belay.end(id);
  const lines = await belay.kept.deployments.lines(id);
  expect(lines.map(({ text }) => text)).toEqual([
    'Deploying 1.1.0: asked for',
    'Before traffic: go, ECS finds the targets healthy, checks passed, no alarm fires',
    'All traffic is on the new version, under watch until 10:06:40',
    'After the bake: go, quiet through the bake',
    '1.1.0 serves: sha256:000000000000 runs with all production traffic',
  ]);
});

test('a service that is deleted in the middle: a person is called, and nobody holds its lock for ever', async () => {
  const belay = await aBelay();
  const id = await belay.deploy();
  await belay.clock.advance(120_000);
  belay.service.delete();
  expect(await belay.end(id)).toMatchObject({ error: 'Stuck', verdict: 'STUCK' });
  expect((await belay.kept.deployments.head(SERVICE)).live).toBeUndefined();
});

test.each([
  ['alarms.read', 'TimeoutError'],
  ['ecs.service', 'ServerException'],
  ['registry.which', 'ServerException'],
  ['rollbackPoints.put', 'TransactionConflictException'],
  ['ecs.registerTaskDefinition', 'TimeoutError'],
  ['ecs.continue', 'ServerException'],
  ['traffic.health', 'InternalServerError'],
] as const)('%s that fails twice with %s keeps no deployment from succeeding', async (call, error) => {
  const belay = await aBelay();
  belay.book.fail(call, error, 2);
  const id = await belay.deploy();
  expect((await belay.end(id)).verdict).toBe('SUCCEEDED');
  expect(belay.serving()).toBe(NEW.digest);
});
