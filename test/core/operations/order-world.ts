import type { ServiceSettings } from '../../../core/domain/service.ts';
import { announceDue } from '../../../core/operations/announce.ts';
import { askForDeployment, type DeploymentAsked } from '../../../core/operations/ask-for-deployment.ts';
import { keepTime } from '../../../core/operations/keep-time.ts';
import { registerVersion } from '../../../core/operations/register-version.ts';
import { startQueued } from '../../../core/operations/start-queued.ts';
import { startWaiting } from '../../../core/operations/start-waiting.ts';
import { SERVICE } from '../../builders.ts';
import { fakeWorld, NEW, type World } from '../../fakes/fake-world.ts';

/** A world whose one-time schedules do what on-due does. Time stands at 10:01 of 20 November 2026, a Friday. */
export async function orderWorld(settings: Partial<ServiceSettings> = {}): Promise<World> {
  const world = await fakeWorld({ settings });
  world.onStart((what) => {
    void ('service' in what ? startWaiting(world.ports, what.service) : keepTime(world.ports, what.environment));
  });
  world.onSoon((soon) => void announceDue(world.ports, soon));
  return world;
}

/** A person asks for a deployment. */
export function ask(world: World, change: Partial<DeploymentAsked> = {}) {
  return askForDeployment(world.ports, {
    service: SERVICE,
    to: NEW,
    repository: 'web',
    strategy: 'auto',
    first: false,
    by: 'bob',
    reason: 'asked for',
    whenBusy: 'refuse',
    ...change,
  });
}

/** Somebody pushes a version; gives what was decided. */
export async function push(world: World, { version, digest }: typeof NEW): Promise<string | undefined> {
  const { decisions } = await registerVersion(world.ports, { repository: 'web', digest, tag: version });
  return decisions[0]?.outcome;
}

/** The deployment that is under way ends well, and what waits for the lock is looked at, as its last step does. */
export async function endLive(world: World): Promise<void> {
  const { live } = await world.kept.deployments.head(SERVICE);
  const deployment = live && (await world.kept.deployments.get(live.id));
  if (!deployment) throw new Error('nothing is under way');
  const line = { deployment: deployment.id, service: SERVICE, at: '', text: '', data: {} };
  const endedAt = new Date(world.clock.now()).toISOString();
  const ended = { ...deployment, status: 'ended' as const, verdict: 'SUCCEEDED' as const, because: '', endedAt };
  await world.kept.deployments.end(ended, { ...line, event: 'version:update:complete' }, { serving: deployment.to });
  await startQueued(world.ports, SERVICE);
}

/** The digest that is being deployed. */
export async function deploying(world: World): Promise<string | undefined> {
  return (await world.kept.deployments.head(SERVICE)).live?.digest;
}
