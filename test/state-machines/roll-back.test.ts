import { expect, test } from 'vitest';
import { cancel } from '../../core/operations/cancel.ts';
import { rollBack } from '../../core/operations/roll-back.ts';
import { NEW, NEWER, OLD } from '../fakes/fake-world.ts';
import { aBelay, type Belay } from './a-belay.ts';

const DAY = 24 * 60 * 60_000;
const ROLLING = { wired: false, found: '{}' };
const STRATEGIES = [
  { strategy: 'blue-green', options: {} },
  { strategy: 'rolling', options: ROLLING },
];

test('a rollback by a person is a deployment of its own: no gate, no bake, and what it leaves is denied', async () => {
  const belay = await aBelay();
  await belay.end(await belay.deploy());
  const { id, to } = await back(belay);
  expect(to).toBe('1.0.0');
  expect(await belay.end(id)).toMatchObject({ status: 'SUCCEEDED', verdict: 'SUCCEEDED' });

  expect(await belay.path('roll-back', `${id}-1`)).toEqual([
    'Stop the deployment',
    'Is the old version serving?',
    'Is it back?',
    'Deploy the old version',
    'Is the old version serving?',
    'Is it back?',
    'Back',
  ]);
  expect(belay.serving()).toBe(OLD.digest);
  expect(await belay.kept.services.get(belay.settings.key)).toMatchObject({ denied: [{ digest: NEW.digest }] });
  expect((await belay.kept.deployments.head(belay.settings.key)).watch).toBeUndefined();
});

test('a rollback goes through while the alarm fires, and no alarm stops it', async () => {
  const belay = await aBelay();
  await belay.end(await belay.deploy(), 0.01);
  belay.alarms.set('web-5xx', 'ALARM');
  belay.clock.after(2_000, () => belay.alarms.set('web-5xx', 'OK'));
  belay.alarmAfter(4_000);
  await belay.clock.advance(DAY);
  expect(belay.book.count('ecs.stop')).toBe(0);
  expect(belay.serving()).toBe(OLD.digest);
  const [last] = (await belay.kept.deployments.newest(belay.settings.key, 1)).items;
  expect(last).toMatchObject({ kind: 'rollback', by: 'alarm', verdict: 'SUCCEEDED' });
});

test('what runs may be gone from the registry: it is only left', async () => {
  const belay = await aBelay();
  await belay.end(await belay.deploy());
  belay.registry.remove('web', NEW.digest);
  const { id } = await back(belay);
  expect((await belay.end(id)).verdict).toBe('SUCCEEDED');
  expect(belay.serving()).toBe(OLD.digest);
});

test('a task definition that was deregistered meanwhile is registered again', async () => {
  const belay = await aBelay();
  await belay.end(await belay.deploy());
  const [first] = belay.service.taskDefinitions;
  if (first !== undefined) first.active = false;
  const { id } = await back(belay);
  expect((await belay.end(id)).verdict).toBe('SUCCEEDED');
  expect(belay.serving()).toBe(OLD.digest);
  expect(belay.service.taskDefinitions).toHaveLength(3);
});

test.each(STRATEGIES)('the way back fails twice ($strategy): a person is called', async ({ options }) => {
  const belay = await aBelay(options);
  belay.service.tooLate = true;
  belay.service.crashing.add(OLD.digest);
  belay.alarmAfter(90_000);
  const id = await belay.deploy();
  const { error, verdict, because } = await belay.end(id);

  expect({ error, verdict }).toEqual({ error: 'Stuck', verdict: 'STUCK' });
  expect(because).toMatch(/^alarm web-5xx.*; then .*(newest deployment is|container web runs)/);
  const tries = (await belay.path('roll-back', `${id}-back`)).filter((state) => state === 'Deploy the old version');
  expect(tries).toHaveLength(2);
  expect((await belay.kept.deployments.head(belay.settings.key)).live).toBeUndefined();
});

test('a rollback that fails is tried once more, and then a person is called', async () => {
  const belay = await aBelay(ROLLING);
  await belay.end(await belay.deploy());
  belay.service.crashing.add(OLD.digest);
  const { id } = await back(belay);
  expect(await belay.end(id)).toMatchObject({ error: 'Stuck', verdict: 'STUCK' });
  expect(belay.service.deployments).toHaveLength(4);
});

test('a way back of which two calls in a row are refused is no way back that failed', async () => {
  const belay = await aBelay(ROLLING);
  belay.service.tooLate = true;
  belay.alarmAfter(120_000);
  belay.book.fail('ecs.taskDefinitionIsActive', 'ServiceUnavailable', 2);
  expect((await belay.end(await belay.deploy())).verdict).toBe('ROLLED_BACK');
  expect(belay.service.deployments).toHaveLength(3);
});

test.each([0, 20])('the second try is told from the first, which ended (ECS shows both %i s late)', async (seconds) => {
  const belay = await aBelay(ROLLING);
  belay.service.arnLag = seconds * 1000;
  belay.service.tooLate = true;
  belay.service.crashing.add(OLD.digest);
  belay.service.onEvent(() => {
    if (belay.service.deployments.at(-1)?.status === 'STOPPED') belay.service.crashing.clear();
  });
  belay.alarmAfter(90_000);
  const id = await belay.deploy();
  expect((await belay.end(id)).verdict).toBe('ROLLED_BACK');
  expect(belay.service.deployments).toHaveLength(4);
  expect(belay.serving()).toBe(OLD.digest);
});

test('a person takes back what is under way', async () => {
  const belay = await aBelay();
  const id = await belay.deploy();
  await belay.clock.advance(120_000);
  expect(await back(belay)).toMatchObject({ id });
  expect(await belay.end(id)).toMatchObject({ verdict: 'ROLLED_BACK', because: 'somebody took it back: it is bad' });
});

test('what waited behind a deployment that was taken back stays until the hold is lifted', async () => {
  const belay = await aBelay();
  belay.alarmAfter(90_000);
  const id = await belay.deploy();
  await belay.deploy({ to: NEWER, whenBusy: 'queue', by: 'push' });
  await belay.end(id);
  expect(belay.serving()).toBe(OLD.digest);
  expect((await belay.kept.deployments.head(belay.settings.key)).queued).toMatchObject(NEWER);
});

function back(belay: Belay) {
  return rollBack(belay.ports, { service: belay.settings.key, to: 'previous', by: 'somebody', reason: 'it is bad' });
}

test('an old version that is not back in time calls a person, and Belay goes on until it is', async () => {
  const belay = await aBelay();
  belay.alarmAfter(90_000);
  // Its stop hangs for an hour.
  belay.book.before('ecs.stop', () => {
    const deployment = belay.service.deployments.at(-1);
    if (deployment !== undefined) deployment.slowBack = 60 * 60_000;
  });
  const id = await belay.deploy();
  expect((await belay.end(id)).verdict).toBe('ROLLED_BACK');
  const late = (await belay.kept.deployments.lines(id)).filter(({ event }) => event === 'version:rollback:late');
  expect(late.map(({ text }) => text)).toEqual([
    expect.stringContaining('1.0.0 is not back after 120 s: ECS says ROLLBACK'),
  ]);
  expect(belay.serving()).toBe(OLD.digest);
});

test('a way back that is quick calls nobody', async () => {
  const belay = await aBelay();
  belay.alarmAfter(90_000);
  const id = await belay.deploy();
  await belay.end(id);
  expect((await belay.kept.deployments.lines(id)).map(({ event }) => event)).not.toContain('version:rollback:late');
});

test('a way back goes on where nobody can be made to look whether it is late, and the log says so', async () => {
  const belay = await aBelay();
  belay.alarmAfter(90_000);
  belay.book.before('schedules.lookForLate', () => {
    throw new Error('no schedules today');
  });
  const id = await belay.deploy();
  const { verdict } = await belay.end(id);
  const lines = await belay.kept.deployments.lines(id);
  expect({ verdict, serving: belay.serving() }).toEqual({ verdict: 'ROLLED_BACK', serving: OLD.digest });
  expect(lines.map(({ text }) => text)).toContainEqual(
    'Nobody will be told if this way back is late: no schedules today',
  );
});

test('a way back that arrived, and of which the last look failed, has succeeded', async () => {
  const belay = await aBelay(ROLLING);
  await belay.end(await belay.deploy());
  belay.break('deploy', 'Verify');
  const { id } = await back(belay);
  expect(await belay.end(id)).toMatchObject({ status: 'SUCCEEDED', verdict: 'SUCCEEDED' });
  expect((await belay.kept.deployments.head(belay.settings.key)).serving).toMatchObject(OLD);
});

test('one look at the end that fails takes no good version back', async () => {
  const belay = await aBelay();
  const id = await belay.deploy();
  await belay.clock.advance(50_000);
  belay.book.fail('traffic.weights', 'ThrottlingException');
  expect((await belay.end(id)).verdict).toBe('SUCCEEDED');
});

test('what ECS shows late is not overlooked by a way back whose stop failed', async () => {
  const belay = await aBelay(ROLLING);
  belay.service.arnLag = 30_000;
  const id = await belay.deploy();
  await belay.clock.advance(28_000);
  belay.break('roll-back', 'Stop the deployment');
  await cancel(belay.ports, id, 'somebody', 'the wrong one');
  expect((await belay.end(id)).verdict).toBe('ROLLED_BACK');
  expect(belay.serving()).toBe(OLD.digest);
});

test('a way back whose execution was stopped does not make the head say that what it brought is what it left', async () => {
  const belay = await aBelay(ROLLING);
  await belay.end(await belay.deploy());
  const { id } = await back(belay);
  await belay.clock.advance(30_000);
  await belay.abort(id);
  expect((await belay.end(id)).verdict).toBe('STUCK');
  const { serving } = await belay.kept.deployments.head(belay.settings.key);
  expect(serving).toMatchObject({ digest: NEW.digest, serviceDeployment: belay.service.deployments[1]?.arn });
});

test.each([
  ['in the bake', 2],
  ['in the watch window', 30],
] as const)('an immediate deployment is taken back without two versions side by side, %s', async (_, minutes) => {
  const belay = await aBelay({ ...ROLLING, settings: { strategy: 'immediate' } });
  belay.service.tooLate = true;
  const id = await belay.deploy();
  belay.alarmAfter(minutes * 60_000);
  await belay.end(id);
  expect(belay.serving()).toBe(OLD.digest);
  expect(belay.service.deployments.at(-1)?.configuration).toMatchObject({
    strategy: 'ROLLING',
    minimumHealthyPercent: 0,
    maximumPercent: 100,
  });
});

test('a person who goes back from what has ended unheard is told so, and gets it at the second try', async () => {
  const belay = await aBelay({ ...ROLLING, shut: ['deployment'], settings: { bake: 0 } });
  const id = await belay.deploy();
  await belay.clock.advance(10 * 60_000);
  expect((await belay.kept.deployments.head(belay.settings.key)).live?.id).toBe(id);
  expect(belay.service.deployments.at(-1)?.status).toBe('SUCCESSFUL');
  await expect(back(belay)).rejects.toMatchObject({ code: 'DeploymentInProgress' });
  await belay.clock.advance(1_000);
  expect((await belay.kept.deployments.get(id))?.verdict).toBe('SUCCEEDED');
  await back(belay);
  await belay.clock.advance(DAY);
  expect(belay.serving()).toBe(OLD.digest);
});
