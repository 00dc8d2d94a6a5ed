import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { closeDeployment } from '../../../core/operations/close-deployment.ts';
import { letStrangerThrough } from '../../../core/operations/let-stranger-through.ts';
import { reconcile } from '../../../core/operations/reconcile.ts';
import { recordStranger } from '../../../core/operations/record-stranger.ts';
import { aVersion, SERVICE } from '../../builders.ts';
import { FOUND, fakeWorld, NEW, NEWER, OLD, type World } from '../../fakes/fake-world.ts';
import { atTheGate } from './begun.ts';

/** Somebody deploys an image around Belay, as a terraform apply does: with the configuration that the service has. */
function deployAround({ service }: World, digest: string = NEWER.digest, configuration = service.configuration): void {
  const taskDefinition = service.register({ web: `registry/web@${digest}` });
  service.update({ taskDefinition, deploymentConfiguration: configuration });
}

/** Ours stands at its gate; a stranger supersedes it, and takes our pauses over. */
async function superseded() {
  const world = await atTheGate();
  deployAround(world);
  await world.clock.advance(60_000);
  const deployment = (await world.kept.deployments.get(world.deployment.id)) ?? world.deployment;
  return { ...world, deployment, stranger: newest(world) };
}

function newest({ service }: World) {
  const deployment = service.deployments.at(-1);
  if (deployment === undefined) throw new Error('the service has no deployment');
  return deployment;
}

async function history(world: World) {
  return (await world.kept.deployments.newest(SERVICE, 10)).items;
}

describe('a deployment around Belay that stands at our pause', () => {
  test('goes on at once, while ours still holds the lock', async () => {
    const world = await superseded();
    expect(await letStrangerThrough(world.ports, SERVICE, world.stranger.arn)).toBe('let-through');
    expect(world.stranger.truth().pause).toBeUndefined();
  });

  test('goes on when ours is closed already, and stands in the history as under way', async () => {
    const world = await superseded();
    await closeDeployment(world.ports, world.deployment, { outcome: 'stuck', because: '' });
    await letStrangerThrough(world.ports, SERVICE, world.stranger.arn);
    expect(world.stranger.truth().pause).toBeUndefined();
    const [entry] = await history(world);
    expect(entry).toMatchObject({ by: 'outside Belay', status: 'planned', to: { digest: NEWER.digest } });
    const late = new Date(world.clock.now() + 3_600_000).toISOString();
    expect(await world.kept.deployments.overdueStrangers(late, 10)).toMatchObject([
      { service: SERVICE, serviceDeployment: world.stranger.arn },
    ]);
  });

  test('is looked after again where it ended badly before it was written down', async () => {
    const world = await superseded();
    await closeDeployment(world.ports, world.deployment, { outcome: 'stuck', because: '' });
    world.book.before('deployments.record', async () => {
      world.stranger.end('STOPPED');
      await recordStranger(world.kept, SERVICE, world.stranger.arn);
    });
    await letStrangerThrough(world.ports, SERVICE, world.stranger.arn);
    await world.clock.advance(3_600_000);
    await reconcile(world.ports);
    expect((await history(world))[0]).toMatchObject({ by: 'outside Belay', verdict: 'SUPERSEDED' });
  });

  test('is told once, however often its event comes', async () => {
    const world = await superseded();
    for (let times = 0; times < 3; times++) await letStrangerThrough(world.ports, SERVICE, world.stranger.arn);
    expect(world.book.count('ecs.continue')).toBe(1);
    expect(await history(world)).toHaveLength(2);
  });

  test('is not answered where the pause is of the owner', async () => {
    const theirs = JSON.stringify({
      ...JSON.parse(FOUND),
      lifecycleHooks: [{ targetType: 'PAUSE', lifecycleStages: ['PRE_PRODUCTION_TRAFFIC_SHIFT'] }],
    });
    const world = await atTheGate();
    const deployment = (await world.kept.deployments.get(world.deployment.id)) ?? world.deployment;
    await closeDeployment(world.ports, deployment, { outcome: 'rolled-back', because: '' });
    await world.clock.advance(60_000);
    deployAround(world, NEWER.digest, theirs);
    await world.clock.advance(60_000);
    expect(newest(world).truth().pause).toBeDefined();
    expect(await letStrangerThrough(world.ports, SERVICE, newest(world).arn)).toBe('nothing');
    expect(world.book.count('ecs.continue')).toBe(0);
  });

  test('is not answered in a service that Belay never changed', async () => {
    const hook = {
      targetType: 'PAUSE',
      lifecycleStages: ['PRE_PRODUCTION_TRAFFIC_SHIFT', 'POST_PRODUCTION_TRAFFIC_SHIFT'],
    };
    const world = await fakeWorld({ found: JSON.stringify({ strategy: 'BLUE_GREEN', lifecycleHooks: [hook] }) });
    deployAround(world);
    await world.clock.advance(60_000);
    expect(await letStrangerThrough(world.ports, SERVICE, newest(world).arn)).toBe('nothing');
    expect(newest(world).truth().pause).toBeDefined();
  });

  test('is not answered when it is ours', async () => {
    const world = await atTheGate();
    expect(await letStrangerThrough(world.ports, SERVICE, newest(world).arn)).toBe('nothing');
    expect(newest(world).truth().pause).toBeDefined();
    expect(world.book.count('ecs.continue')).toBe(0);
  });
});

describe('a deployment around Belay that ended well', () => {
  async function around(): Promise<World> {
    const world = await fakeWorld();
    await world.kept.versions.record(aVersion({ digest: NEWER.digest, tags: [NEWER.version] }));
    await world.kept.deployments.noteServing(SERVICE, OLD);
    deployAround(world, NEWER.digest, '{"strategy":"ROLLING"}');
    await world.clock.advance(3_600_000);
    return world;
  }

  test('stands in the history, and the head says what serves', async () => {
    const world = await around();
    expect(await recordStranger(world.ports, SERVICE)).toBe('recorded');
    const [entry] = await history(world);
    expect(entry).toMatchObject({ by: 'outside Belay', verdict: 'SUCCEEDED', from: OLD, to: NEWER });
    // An hour later somebody looks: what counts is when ECS was done.
    expect(Date.parse(entry?.endedAt ?? '')).toBeLessThan(Date.parse(entry?.startedAt ?? '') + 20 * 60_000);
    expect((await world.kept.deployments.head(SERVICE)).serving).toMatchObject({
      ...NEWER,
      group: 'blue',
    });
    const lines = await world.kept.deployments.lines(entry?.id ?? (world.settings.key as never));
    expect(lines.map(({ text }) => text)).toEqual(['1.2.0 serves: somebody deployed it outside Belay']);
  });

  test('is recorded once, however often its event comes and whatever fails in between', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom('none', 'deployments.record', 'deployments.noteServing', 'ecs.revisions'), {
          maxLength: 4,
        }),
        async (faults) => {
          const world = await around();
          for (const fault of faults) {
            if (fault !== 'none') world.book.fail(fault, 'ServerException');
            await recordStranger(world.ports, SERVICE).catch(() => undefined);
          }
          for (let times = 0; times < 6; times++) await recordStranger(world.ports, SERVICE).catch(() => undefined);
          expect(await history(world)).toHaveLength(1);
          expect((await world.kept.deployments.head(SERVICE)).serving).toMatchObject(NEWER);
        },
      ),
      { numRuns: 30 },
    ));

  test('ends the watch over the version that it replaced', async () => {
    const world = await atTheGate();
    const deployment = (await world.kept.deployments.get(world.deployment.id)) ?? world.deployment;
    await closeDeployment(world.ports, deployment, { outcome: 'succeeded', because: '' });
    expect((await world.kept.deployments.head(SERVICE)).watch).toBeDefined();
    await world.clock.advance(60_000);
    deployAround(world, NEWER.digest, '{"strategy":"ROLLING"}');
    await world.clock.advance(3_600_000);
    await recordStranger(world.ports, SERVICE);
    expect(await world.kept.deployments.head(SERVICE)).toEqual({
      service: SERVICE,
      serving: {
        version: NEWER.digest.slice(7, 19),
        digest: NEWER.digest,
        taskDefinition: world.service.taskDefinition,
        serviceDeployment: newest(world).arn,
        group: 'blue',
      },
    });
  });

  test('is not told of one of ours, whose event came once more', async () => {
    const world = await atTheGate();
    const deployment = (await world.kept.deployments.get(world.deployment.id)) ?? world.deployment;
    newest(world).end('SUCCESSFUL');
    await closeDeployment(world.ports, deployment, { outcome: 'succeeded', because: '' });
    expect(await recordStranger(world.ports, SERVICE)).toBe('nothing');
    expect(await history(world)).toHaveLength(1);
    expect((await world.kept.deployments.head(SERVICE)).serving).toMatchObject(NEW);
  });

  test('costs nothing while one of ours is under way', async () => {
    const world = await superseded();
    world.book.calls.length = 0;
    await recordStranger(world.ports, SERVICE);
    expect(world.book.calls).toEqual(['deployments.head']);
  });
});

test('one that was let through and then turned back is closed in the history, and what serves stays', async () => {
  const world = await superseded();
  await letStrangerThrough(world.ports, SERVICE, world.stranger.arn);
  await closeDeployment(world.ports, world.deployment, { outcome: 'rolled-back', because: '' });
  world.stranger.turnBack('alarm');
  await world.clock.advance(60_000);
  expect(await recordStranger(world.ports, SERVICE)).toBe('recorded');
  const entries = await history(world);
  expect(entries.find(({ by }) => by === 'outside Belay')).toMatchObject({ verdict: 'ROLLED_BACK' });
  expect((await world.kept.deployments.head(SERVICE)).serving).toMatchObject(OLD);
});

test('the reconciler records one whose end nobody told of, and reads nothing more of services at rest', async () => {
  const world = await superseded();
  await letStrangerThrough(world.ports, SERVICE, world.stranger.arn);
  await closeDeployment(world.ports, world.deployment, { outcome: 'rolled-back', because: '' });
  await world.clock.advance(60_000);
  await letStrangerThrough(world.ports, SERVICE, world.stranger.arn);
  await world.clock.advance(3_600_000);
  expect(world.stranger.status).toBe('SUCCESSFUL');
  expect((await reconcile(world.ports)).recorded).toBe(1);
  expect((await world.kept.deployments.head(SERVICE)).serving).toMatchObject({ digest: NEWER.digest });
  world.book.calls.length = 0;
  expect((await reconcile(world.ports)).recorded).toBe(0);
  expect(world.book.count('ecs.')).toBe(0);
});
