import { describe, expect, test } from 'vitest';
import { closeAbandoned } from '../../../core/operations/close-abandoned.ts';
import { type StepName, steps } from '../../../core/steps/index.ts';
import { aDeployment, aLive, SERVICE } from '../../builders.ts';
import { lineOf } from '../../contracts/deployments.ts';
import { NEW, NEWER, type World } from '../../fakes/fake-world.ts';
import { atTheGate, begun, endInStore, liveOf, started } from '../operations/begun.ts';

type Begun = Awaited<ReturnType<typeof begun>>;

/** Runs a step as the machine does, with a token that is open. */
async function run(world: Begun, step: StepName, token: string, more: object = {}): Promise<unknown> {
  world.machines.open.add(token);
  return steps[step](world.ports, { deployment: world.deployment.id, service: SERVICE, wait: 900, token, ...more });
}

async function planned(): Promise<Begun> {
  const world = await begun();
  const input = { deployment: world.deployment.id, service: SERVICE };
  await steps.Plan(world.kept, input);
  await steps.CaptureRollbackPoint(world.kept, input);
  return world;
}

const asked = (world: Begun) =>
  world.kept.deployments.requestStop(SERVICE, world.deployment.id, { because: 'bad', by: 'somebody', at: '' });

describe('starting a deployment', () => {
  test('stores the token before anything is done, and takes the phase before UpdateService', async () => {
    const world = await planned();
    await run(world, 'StartDeployment', 'one');
    const at = ['waits.store', 'deployments.advance', 'ecs.update'].map((call) => world.book.calls.indexOf(call));
    expect(at).toEqual([...at].sort((a, b) => a - b));
    expect(at).not.toContain(-1);
  });

  test.each(['waits.store', 'deployments.advance', 'ecs.update', 'ecs.recent', 'ecs.revisions'])(
    'tried again after a fault at %s, it starts one deployment and no more',
    async (call) => {
      const world = await planned();
      world.book.fail(call, 'ServerException');
      await run(world, 'StartDeployment', 'one').catch(() => undefined);
      const again = run(world, 'StartDeployment', 'two');
      await world.clock.advance(60_000);
      await again;
      expect(world.service.deployments).toHaveLength(2);
      expect(await world.kept.waits.get(world.deployment.id)).toMatchObject({ token: 'two' });
    },
  );

  test('registers nothing a second time when the rollback point is captured again', async () => {
    const world = await planned();
    await run(world, 'CaptureRollbackPoint', '');
    expect(world.service.taskDefinitions).toHaveLength(2);
  });

  test('a fault after UpdateService went through starts no second one', async () => {
    const world = await planned();
    world.book.after('ecs.update', () => {
      throw new Error('the answer was lost');
    });
    await expect(run(world, 'StartDeployment', 'one')).rejects.toThrow();
    await run(world, 'StartDeployment', 'two');
    expect(world.service.deployments).toHaveLength(2);
    expect(world.service.taskDefinitions).toHaveLength(2);
  });

  test('asked for the way back before, it starts nothing and wakes its machine', async () => {
    const world = await planned();
    await asked(world);
    await run(world, 'StartDeployment', 'one');
    expect(world.service.deployments).toHaveLength(1);
    expect(world.machines.redeemed).toEqual(['one']);
  });

  test('finds its deployment by its own task definition, and never takes the newest for it', async () => {
    const world = await planned();
    world.book.after('ecs.update', () => strangerDeploys(world));
    await run(world, 'StartDeployment', 'one');
    const ours = world.service.deployments.find(({ target }) => target.digests.web === NEW.digest);
    expect((await liveOf(world))?.serviceDeployment).toBe(ours?.arn);
  });
});

describe('going on past a gate', () => {
  const GO = { awaits: 'gate', number: 1 };
  const hookIdOf = (world: Begun) => world.service.deployments.at(-1)?.truth().pause?.hookId;

  test('asked for the way back, it does not', async () => {
    const world = await atTheGate();
    await asked(world);
    await run(world, 'ContinueDeployment', 'shift', { ...GO, hookId: hookIdOf(world) });
    expect(world.book.count('ecs.continue')).toBe(0);
    expect(world.machines.redeemed).toEqual(['shift']);
  });

  test('tried again, it finds the gate passed and goes on waiting', async () => {
    const world = await atTheGate();
    const hookId = hookIdOf(world);
    await run(world, 'ContinueDeployment', 'one', { ...GO, hookId });
    await run(world, 'ContinueDeployment', 'two', { ...GO, hookId });
    expect((await liveOf(world))?.phase).toBe('traffic');
    expect(await world.kept.waits.get(world.deployment.id)).toMatchObject({ token: 'two', answered: hookId });
    expect(world.machines.redeemed).toEqual([]);
  });

  test('never answers a gate that is not the one that was judged', async () => {
    const world = await atTheGate();
    await run(world, 'ContinueDeployment', 'one', { ...GO, hookId: 'another' });
    expect(hookIdOf(world)).toBeDefined();
  });

  test('finds that ECS turned back meanwhile, and says so', async () => {
    const world = await atTheGate();
    const hookId = hookIdOf(world);
    world.service.deployments.at(-1)?.turnBack('alarm');
    await run(world, 'ContinueDeployment', 'one', { ...GO, hookId });
    expect(world.machines.told).toMatchObject([{ stage: 'going-back', because: 'alarm' }]);
  });
});

describe('a bake', () => {
  const MORE = { number: 2, woke: { stage: 'after-shift', because: '', hookId: 'hook' } };

  test('that somebody ended before it began ends at once', async () => {
    const world = await atTheGate();
    await asked(world);
    await run(world, 'Bake', 'bake', MORE);
    expect(world.machines.redeemed).toEqual(['bake']);
  });

  test('that ECS turned back from ends at once', async () => {
    const world = await atTheGate();
    world.service.deployments.at(-1)?.turnBack('alarm');
    await run(world, 'Bake', 'bake', MORE);
    expect(world.machines.redeemed).toEqual(['bake']);
  });
});

/** The deployment ends, and the next begins, with a service deployment of its own. */
async function overtake(world: Begun): Promise<void> {
  const { deployments } = world.kept;
  await endInStore(world, 'ROLLED_BACK');
  const next = aDeployment({ id: 'web-1.0.0-1.2.0-20261120T110000Z-bbbb', to: NEWER });
  const serviceDeployment = world.service.deployments.at(-1)?.arn ?? '';
  const live = aLive(next, { phase: 'scale-up', serviceDeployment, stopIsSafe: true });
  await deployments.begin(next, live, lineOf(next));
}

describe('whoever is overtaken by the next deployment', () => {
  test('does not stop it', async () => {
    const world = await started();
    world.book.after('waits.store', () => overtake(world));
    await run(world, 'StopDeployment', 'stop');
    expect(world.book.count('ecs.stop')).toBe(0);
  });

  test('does not stop it, and says nothing of its own, where its execution was stopped', async () => {
    const world = await started();
    world.book.after('ecs.deployment', () => overtake(world));
    await closeAbandoned(world.ports, world.deployment.id, 'ABORTED');
    expect(world.book.count('ecs.stop')).toBe(0);
    expect(await world.kept.deployments.get(world.deployment.id)).toMatchObject({ verdict: 'ROLLED_BACK' });
    expect((await world.kept.services.get(SERVICE))?.denied).toEqual([]);
  });
});

describe('restoring the old version', () => {
  async function back(): Promise<Begun> {
    const world = await started();
    await run(world, 'StopDeployment', 'stop');
    await world.clock.advance(10_000);
    return world;
  }

  test('tried again while it is under way, it starts no second one', async () => {
    const world = await back();
    await run(world, 'RestoreOldVersion', 'one');
    await run(world, 'RestoreOldVersion', 'two');
    expect(world.service.deployments).toHaveLength(3);
    expect(await world.kept.waits.get(world.deployment.id)).toMatchObject({ token: 'two', awaits: 'way-back-ended' });
  });

  test('tried again before ECS shows the first, it starts no second one', async () => {
    const world = await back();
    world.service.arnLag = 5000;
    world.book.after('ecs.update', () => {
      throw new Error('crash');
    });
    await expect(run(world, 'RestoreOldVersion', 'one')).rejects.toThrow('crash');
    const second = run(world, 'RestoreOldVersion', 'two');
    await world.clock.advance(10_000);
    await second;
    expect(world.service.deployments).toHaveLength(3);
  });

  test('runs the captured task definition with nothing that could stop it', async () => {
    const world = await back();
    await run(world, 'RestoreOldVersion', 'one');
    expect(world.service.taskDefinition).toBe(world.service.taskDefinitions[0]?.arn);
    expect(JSON.parse(world.service.configuration)).toMatchObject({ lifecycleHooks: [], alarms: { enable: false } });
  });
});

test.each(Object.keys(steps).filter(isStep))('%s of a deployment that lost the lock changes nothing', async (step) => {
  const world = await atTheGate();
  await endInStore(world, 'STUCK');
  world.book.calls.length = 0;
  const woke = { stage: 'before-traffic', because: '', hookId: 'hook' };
  const names = { gate: 'before-traffic', awaits: 'gate', hookId: 'hook', outcome: 'succeeded', because: '' };
  const more = { ...names, woke, bakes: 0, number: 0, command: 1 };
  if (step !== 'Close') await expect(run(world, step, 'late', more)).rejects.toMatchObject({ code: 'FenceLost' });
  else expect(await run(world, step, 'late', more)).toEqual({ verdict: 'STUCK' });
  const writes = world.book.calls.filter((call) =>
    /^(ecs\.(update|stop|continue|register)|deployments\.(end|advance)|waits\.store)/.test(call),
  );
  expect(writes).toEqual([]);
});

function isStep(name: string): name is StepName {
  return Object.hasOwn(steps, name);
}

function strangerDeploys({ service }: World): void {
  const taskDefinition = service.register({ web: 'registry/web@sha256:'.padEnd(84, '9') });
  service.update({ taskDefinition, deploymentConfiguration: '{}' });
}
