import type { Deployment, Live, Verdict, Wait } from '../../../core/domain/deployment.ts';
import { begin } from '../../../core/operations/begin.ts';
import { steps } from '../../../core/steps/index.ts';
import { aDeployment, SERVICE } from '../../builders.ts';
import { fakeWorld, type World, type WorldOptions } from '../../fakes/fake-world.ts';

/** A world in which 1.1.0 is being deployed: the lock is held, and the machine has not done anything yet. */
export async function begun({
  kind = 'deploy',
  ...options
}: WorldOptions & Partial<Pick<Deployment, 'kind'>> = {}): Promise<World & { readonly deployment: Deployment }> {
  const world = await fakeWorld(options);
  const deployment = aDeployment({ kind, startedAt: new Date(world.clock.now()).toISOString() });
  await begin(world.kept, deployment);
  return { ...world, deployment };
}

/** The same, a minute later: planned, started, and waiting at the gate before traffic with the token `gate`. */
export async function atTheGate(options: WorldOptions = {}): Promise<World & { readonly deployment: Deployment }> {
  const world = await started(options);
  await world.clock.advance(60_000);
  return world;
}

/** Planned and started: ECS scales the new version up, and the machine waits with the token `gate`. */
export async function started(options: WorldOptions = {}): Promise<World & { readonly deployment: Deployment }> {
  const world = await begun(options);
  const input = { deployment: world.deployment.id, service: SERVICE };
  await steps.Plan(world.kept, input);
  await steps.CaptureRollbackPoint(world.kept, input);
  world.machines.open.add('gate');
  await steps.StartDeployment(world.kept, { ...input, wait: 900, token: 'gate' });
  return world;
}

/** Somebody else ended the deployment: its verdict is written, and its lock is free. */
export async function endInStore(
  { kept, deployment }: World & { readonly deployment: Deployment },
  verdict: Verdict,
  after: Parameters<World['kept']['deployments']['end']>[2] = {},
): Promise<void> {
  const { id } = deployment;
  const event = verdict === 'SUCCEEDED' ? 'version:update:complete' : 'version:update:error';
  const line = { deployment: id, service: SERVICE, event, at: '', text: '', data: {} } as const;
  await kept.deployments.end({ ...deployment, verdict, because: '', endedAt: '' }, line, after);
}

/** What the machine waits for, with a token that is open. */
export async function waits(
  { kept, machines }: World,
  change: Partial<Wait> & Pick<Wait, 'deployment'>,
): Promise<Wait> {
  const wait: Wait = {
    service: SERVICE,
    awaits: 'gate',
    token: 'token',
    since: '2026-11-20T10:00:00.000Z',
    dueAt: '2026-11-20T10:15:00.000Z',
    ...change,
  };
  machines.open.add(wait.token);
  await kept.waits.store(wait);
  return wait;
}

export async function liveOf({ kept }: World): Promise<Live | undefined> {
  return (await kept.deployments.head(SERVICE)).live;
}
