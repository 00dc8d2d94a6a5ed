import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Deployment } from '../../../core/domain/deployment.ts';
import { parseDeploymentId } from '../../../core/domain/names.ts';
import { begin } from '../../../core/operations/begin.ts';
import { closeAbandoned } from '../../../core/operations/close-abandoned.ts';
import { type Closing, closeDeployment } from '../../../core/operations/close-deployment.ts';
import { aQueued, aVersion, SERVICE } from '../../builders.ts';
import { FOUND, NEW, NEWER, OLD, type World } from '../../fakes/fake-world.ts';
import { atTheGate, begun, liveOf } from './begun.ts';

const OUTCOMES = ['succeeded', 'rolled-back', 'stuck', 'refused'] as const;

async function close(world: World & { readonly deployment: Deployment }, outcome: Closing['outcome']) {
  const deployment = (await world.kept.deployments.get(world.deployment.id)) ?? world.deployment;
  return closeDeployment(world.ports, deployment, { outcome, because: 'that is why' });
}

describe.each([
  { outcome: 'succeeded', verdict: 'SUCCEEDED', serving: NEW, bad: false, touched: true },
  { outcome: 'rolled-back', verdict: 'ROLLED_BACK', serving: OLD, bad: true, touched: true },
  { outcome: 'stuck', verdict: 'STUCK', serving: OLD, bad: true, touched: true },
  { outcome: 'refused', verdict: 'REFUSED', serving: OLD, bad: false, touched: false },
] as const)('closing as $outcome', ({ outcome, verdict, serving, bad, touched }) => {
  test('writes the verdict, frees the lock and says what serves', async () => {
    const world = await atTheGate();
    expect(await close(world, outcome)).toBe(verdict);
    expect(await world.kept.deployments.get(world.deployment.id)).toMatchObject({
      status: 'ended',
      verdict,
      because: 'that is why',
    });
    const head = await world.kept.deployments.head(SERVICE);
    expect(head.live).toBeUndefined();
    expect(head.serving).toMatchObject(serving);
    expect(head.watch === undefined).toBe(outcome !== 'succeeded');
    const last = (await world.kept.deployments.lines(world.deployment.id)).at(-1);
    expect(last).toMatchObject({ text: expect.stringContaining('that is why'), data: { verdict } });
  });

  test(`${bad ? 'holds the service and denies the digest' : 'holds and denies nothing'}`, async () => {
    const world = await atTheGate();
    await close(world, outcome);
    const state = await world.kept.services.get(SERVICE);
    expect(state?.denied.map(({ digest }) => digest)).toEqual(bad ? [NEW.digest] : []);
    expect(state?.hold !== undefined).toBe(bad);
  });

  test(`${touched ? 'puts the service back as it was found' : 'leaves the service alone'}`, async () => {
    const world = await atTheGate();
    const before = world.service.configuration;
    const deployments = world.service.deployments.length;
    await close(world, outcome);
    if (touched)
      expect(JSON.parse(world.service.configuration)).toMatchObject({ ...JSON.parse(FOUND), lifecycleHooks: [] });
    else expect(world.service.configuration).toBe(before);
    expect(world.service.deployments).toHaveLength(deployments);
  });

  test.each(['ecs.update', 'services.hold', 'deployments.end', 'services.get'])(
    'may be repeated after a fault at %s',
    async (call) => {
      const world = await atTheGate();
      world.book.fail(call, 'ServerException');
      await close(world, outcome).catch(() => undefined);
      expect(await close(world, outcome)).toBe(verdict);
      const lines = await world.kept.deployments.lines(world.deployment.id);
      expect(lines.filter(({ data }) => 'verdict' in data)).toHaveLength(1);
      expect((await world.kept.deployments.head(SERVICE)).serving).toMatchObject(serving);
    },
  );
});

test('the first verdict stands, whatever is said afterwards', () =>
  fc.assert(
    fc.asyncProperty(fc.array(fc.constantFrom(...OUTCOMES), { minLength: 1, maxLength: 4 }), async (outcomes) => {
      const world = await atTheGate();
      for (const outcome of outcomes) await close(world, outcome);
      const first = outcomes[0]?.replace('-', '_').toUpperCase();
      expect(await world.kept.deployments.get(world.deployment.id)).toMatchObject({ verdict: first });
    }),
    { numRuns: 20 },
  ));

test('the reason of whoever asked for the way back is the one that is told', async () => {
  const world = await atTheGate();
  await world.kept.deployments.requestStop(SERVICE, world.deployment.id, { because: 'alarm x', by: 'alarm', at: '' });
  await close(world, 'rolled-back');
  expect(await world.kept.deployments.get(world.deployment.id)).toMatchObject({ because: 'alarm x' });
});

test('where somebody has asked for the way back, nothing ends as a success', async () => {
  const world = await atTheGate();
  await world.kept.deployments.requestStop(SERVICE, world.deployment.id, { because: 'alarm x', by: 'alarm', at: '' });
  await expect(close(world, 'succeeded')).rejects.toMatchObject({ code: 'WrongVersionServes', message: 'alarm x' });
  expect((await liveOf(world))?.id).toBe(world.deployment.id);
});

test('a rollback that succeeded denies what it left, for the reason that it was asked for', async () => {
  const world = await begun();
  const first = { outcome: 'refused', because: '' } as const;
  await closeDeployment(world.ports, world.deployment, first);
  const rollback: Deployment = {
    ...world.deployment,
    id: idLike(world.deployment, 'bbbb'),
    kind: 'rollback',
    to: OLD,
    from: NEW,
    reason: 'it is bad',
  };
  await begin(world.ports, rollback);
  await closeDeployment(world.ports, rollback, { outcome: 'succeeded', because: 'it serves' });
  expect(await world.kept.services.get(SERVICE)).toMatchObject({
    hold: { because: 'somebody went back to 1.0.0: it is bad' },
    denied: [{ digest: NEW.digest }],
  });
  expect((await world.kept.deployments.head(SERVICE)).watch).toBeUndefined();
});

test('the same image again proves nothing bad about it', async () => {
  const world = await begun();
  const deployment: Deployment = { ...world.deployment, from: world.deployment.to };
  await closeDeployment(world.ports, deployment, { outcome: 'rolled-back', because: '' });
  expect((await world.kept.services.get(SERVICE))?.denied).toEqual([]);
});

test('what waited starts only after a good end', async () => {
  for (const [outcome, started] of [
    ['succeeded', 2],
    ['rolled-back', 1],
  ] as const) {
    const world = await atTheGate();
    await world.kept.versions.record(aVersion({ digest: NEWER.digest, tags: [NEWER.version] }));
    await world.kept.deployments.queue(SERVICE, aQueued(NEWER));
    await close(world, outcome);
    expect(world.machines.started).toHaveLength(started);
  }
});

test('an abandoned deployment is stopped in ECS and ends as stuck; again it changes nothing', async () => {
  const world = await atTheGate();
  await closeAbandoned(world.ports, world.deployment.id, 'ABORTED');
  expect(world.service.deployments.at(-1)?.status).toBe('ROLLBACK_REQUESTED');
  expect(await world.kept.deployments.get(world.deployment.id)).toMatchObject({
    verdict: 'STUCK',
    because: 'its execution ended without a verdict (ABORTED); ECS was told to go back',
  });
  world.book.calls.length = 0;
  await closeAbandoned(world.ports, world.deployment.id, 'ABORTED');
  expect(world.book.calls).toEqual(['deployments.get', 'deployments.head']);
});

test('a crash between the verdict and the lock: the lock is freed, and the verdict stands', async () => {
  const world = await atTheGate();
  const { id } = world.deployment;
  const record = await world.kept.deployments.get(id);
  const ended = { ...world.deployment, ...record, status: 'ended', verdict: 'ROLLED_BACK', because: 'bad' } as const;
  const deployments = { ...world.kept.deployments, get: async () => ended };
  await closeAbandoned({ ...world.kept, deployments }, id, 'found by the reconciler');
  expect(await liveOf(world)).toBeUndefined();
  expect((await world.kept.deployments.head(SERVICE)).serving).toMatchObject(OLD);
});

test('a deployment that was closed in good order is not abandoned', async () => {
  const world = await atTheGate();
  await close(world, 'rolled-back');
  await closeAbandoned(world.ports, world.deployment.id, 'FAILED');
  expect(await world.kept.deployments.get(world.deployment.id)).toMatchObject({ verdict: 'ROLLED_BACK' });
});

function idLike({ id }: Deployment, suffix: string): Deployment['id'] {
  return parseDeploymentId(id.slice(0, -4) + suffix);
}
