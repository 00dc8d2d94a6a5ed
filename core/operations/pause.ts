import type { Live } from '../domain/deployment.ts';
import type { DeploymentId } from '../domain/names.ts';
import { Refused } from '../domain/refused.ts';
import { isBeside } from '../domain/service.ts';
import { isOfWayBack } from '../domain/wake-up.ts';
import type { Ports } from '../ports.ts';
import { readGate } from './read-gate.ts';
import { readLive } from './read-live.ts';
import { redeem, type WakePorts, wake } from './wake.ts';

/** Halts a deployment before its next gate: what has traffic keeps it, and alarms still take it back. Safe to repeat. */
export async function pause(
  ports: Pick<Ports, 'deployments' | 'clock'>,
  id: DeploymentId,
  by: string,
  reason?: string,
): Promise<void> {
  const { deployment, live } = await readLive(ports, id);
  const { service, plan } = deployment;
  if (plan !== undefined && !isBeside(plan.strategy))
    throw new Refused(
      'NotWaiting',
      `${id} is ${plan.strategy}: ECS replaces its tasks without a gate at which it could be halted. \`belay cancel ${id}\` takes it back.`,
    );
  refuseOnWayBack(live);
  if (live.paused !== undefined) return;
  const at = new Date(ports.clock.now()).toISOString();
  await ports.deployments.advance(service, id, { paused: { by, at, ...(reason !== undefined && { reason }) } });
  await ports.deployments.log({
    deployment: id,
    service,
    event: 'version:update:gate',
    at,
    text: `Paused by ${by}${reason === undefined ? '' : `: ${reason}`}; \`belay resume ${id}\` lets it go on. Alarms still take it back`,
    data: { by, paused: true, ...(reason !== undefined && { because: reason }) },
  });
}

/** Lets it go on from where it was halted: a bake that was over meanwhile is not repeated. */
export async function resume(ports: WakePorts, id: DeploymentId, by: string, reason?: string): Promise<void> {
  const { deployment, live } = await readLive(ports, id);
  const { service } = deployment;
  if (live.paused === undefined)
    throw new Refused('NotWaiting', `${id} is not paused. \`belay show ${id}\` says where it is.`);
  refuseOnWayBack(live);
  const { due } = live.paused;
  await ports.deployments.advance(service, id, { paused: undefined });
  await ports.deployments.log({
    deployment: id,
    service,
    event: 'version:update:gate',
    at: new Date(ports.clock.now()).toISOString(),
    text: `Resumed by ${by}${reason === undefined ? '' : `: ${reason}`}`,
    data: { by, paused: false, ...(reason !== undefined && { because: reason }) },
  });
  const wait = await ports.waits.get(id);
  // Its way back may have begun this moment: the wait is no longer the one that the pause kept up.
  if (wait !== undefined && isOfWayBack(wait)) return;
  if (wait !== undefined && due !== undefined) await redeem(ports, wait, due);
  else if (wait?.awaits === 'person') await redeem(ports, wait, (await readGate(ports, id)).woke);
  else await wake(ports, service);
}

/** What was told to go back is obeyed, whether or not its machine has heard of it yet. */
function refuseOnWayBack({ id, phase, stopRequested }: Live): void {
  if (phase === 'roll-back' || stopRequested !== undefined)
    throw new Refused(
      'NotWaiting',
      `${id} is on its way back, which nobody halts or hastens. \`belay watch ${id}\` follows it.`,
    );
}
