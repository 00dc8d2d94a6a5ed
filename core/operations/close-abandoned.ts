import type { Deployment, Head } from '../domain/deployment.ts';
import { leftBehind } from '../domain/left-behind.ts';
import { type DeploymentId, nameDeployment } from '../domain/names.ts';
import type { Ports } from '../ports.ts';
import { awaitServiceDeployment } from './await-service-deployment.ts';
import { type ClosePorts, closeDeployment } from './close-deployment.ts';
import { knowService } from './know-service.ts';
import { readServiceDeployment } from './read-service-deployment.ts';
import { readWayBack } from './read-way-back.ts';
import { startQueued } from './start-queued.ts';
import { type StartRollbackPorts, startRollback } from './start-rollback.ts';

export type AbandonedPorts = ClosePorts & StartRollbackPorts & Pick<Ports, 'ecs'>;

/** Who asks for the way back of what nobody drives any more. */
const BELAY = 'belay';

/**
 * A machine was aborted, timed out or failed while closing: nobody drives this deployment any more. ECS is told to go back where that leads
 * to the captured point; where it does not, or comes too late, a deployment of its own goes there. A person is called all the same: nobody
 * is left who could say how this one ends. Safe to repeat.
 */
export async function closeAbandoned(ports: AbandonedPorts, id: DeploymentId, how: string): Promise<void> {
  const deployment = await ports.deployments.get(id);
  if (deployment === undefined) return;
  const { service, status } = deployment;
  const head = await ports.deployments.head(service);
  if (head.live?.id !== id) {
    await resumeWayBack(ports, deployment, head);
    // Whoever freed the lock may have died before what waited for it was started.
    if (head.live === undefined && head.queued !== undefined) await startQueued(ports, service);
    return;
  }
  if (status === 'ended') {
    // Its verdict is written, and only its lock was left.
    const closing = { outcome: 'stuck', because: deployment.because ?? how } as const;
    return void (await closeDeployment(ports, deployment, closing, () => comeNext(ports, deployment)));
  }
  const without = `its execution ended without a verdict (${how})`;
  const at = new Date(ports.clock.now()).toISOString();
  // Its last step may have outlived it. Who is about to write a success is kept from it; who has settled one has only not written it yet.
  if (!(await ports.deployments.requestStop(service, id, { because: without, by: BELAY, at }))) {
    if ((await ports.deployments.head(service)).live?.settled !== true) return;
    const closing = { outcome: 'succeeded', because: `it was verified before its execution ended (${how})` } as const;
    return void (await closeDeployment(ports, deployment, closing));
  }
  const secured = await secure(ports, deployment, head);
  if (secured === undefined) return;
  const { told, wayBack } = secured;
  const because = `${without}; ${told}`;
  const left = { ...deployment, ...(wayBack !== undefined && { wayBack }) };
  await closeDeployment(ports, left, { outcome: 'stuck', because }, () => comeNext(ports, left));
}

/**
 * Stops what may be stopped, and decides whether a deployment must go back. Its id is kept first: whoever repeats this starts no other.
 * `undefined`: somebody else has closed it meanwhile, and what is live is another.
 */
async function secure(
  ports: AbandonedPorts,
  deployment: Deployment,
  head: Head,
): Promise<{ readonly told: string; readonly wayBack?: DeploymentId } | undefined> {
  const { id, service, kind, to } = deployment;
  // UpdateService may have been sent a moment ago: what ECS does not show yet cannot be stopped, and to a way back the old version seems undisturbed.
  if (head.live?.phase !== 'planning') await awaitServiceDeployment(ports, service);
  const truth = await readServiceDeployment(ports, await ports.deployments.head(service));
  const { live } = await ports.deployments.head(service);
  if (live?.id !== id) return undefined;
  const says = `ECS says ${truth?.status ?? 'nothing'}`;
  if (kind === 'rollback') return { told: says };
  const left = leftBehind(live, truth);
  // What has turned is told as well: it leads nowhere else, whatever ECS has come to since it was read.
  const mayStop = left === 'stoppable' || left === 'turned';
  if (mayStop && truth !== undefined && (await ports.ecs.stop(truth.arn)) === 'stopping')
    return { told: 'ECS was told to go back' };
  if (left !== 'stoppable' && left !== 'new-version') return { told: says };
  if (live.asks && live.stopRequested?.by === BELAY)
    return { told: `${says}, ${to.version} stays, and rollback.automatic is off` };
  const point = await readWayBack(ports, deployment);
  if (point === undefined) return { told: `${says}, and there is no way back` };
  const at = new Date(ports.clock.now()).toISOString();
  const suffix = ports.dice.letters(4);
  const wayBack = deployment.wayBack ?? nameDeployment({ service, from: to.version, to: point.version, at, suffix });
  await ports.deployments.amend(id, { wayBack });
  return { told: `${says}, and ${wayBack} goes back to ${point.version}`, wayBack };
}

/** Before anything that waited: that would start from a version that nobody found good. */
async function comeNext(ports: AbandonedPorts, deployment: Deployment): Promise<void> {
  if (deployment.wayBack === undefined) return startQueued(ports, deployment.service);
  await goBack(ports, deployment, deployment.wayBack);
}

/** A crash may have come before the way back had begun, or its machine. Where something else came of the service since, that stands. */
async function resumeWayBack(ports: AbandonedPorts, deployment: Deployment, { live, serving }: Head): Promise<void> {
  const { wayBack, from } = deployment;
  if (wayBack === undefined) return;
  const stillAsLeft = live === undefined && serving?.digest === from?.digest;
  if (!stillAsLeft && live?.id !== wayBack) return;
  await goBack(ports, deployment, wayBack);
}

async function goBack(ports: AbandonedPorts, deployment: Deployment, id: DeploymentId): Promise<void> {
  const { service, to } = deployment;
  const [state, point, ended] = await Promise.all([
    knowService(ports, service),
    readWayBack(ports, deployment),
    ports.deployments.get(deployment.id),
  ]);
  // Its last step may have outlived its machine, and ended it in another way.
  if (point === undefined || ended?.verdict !== 'STUCK') return;
  const reason = `the execution of ${deployment.id} ended without a verdict`;
  await startRollback(ports, state, { service, serving: to }, point, { id, by: BELAY, reason });
}
