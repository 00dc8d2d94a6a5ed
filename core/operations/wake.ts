import type { Head, Wait } from '../domain/deployment.ts';
import type { ServiceKey } from '../domain/names.ts';
import { isOver } from '../domain/progress.ts';
import type { Ports } from '../ports.ts';
import { findServiceDeployment } from './find-service-deployment.ts';

export type WakePorts = Pick<Ports, 'deployments' | 'waits' | 'ecs' | 'services' | 'machines' | 'clock'>;

/**
 * Wakes the machine of a service, if what it waits for is so. An event is a hint: what counts is what ECS says now. The wait is
 * forgotten only after the token was redeemed, so that a crash in between costs a second, harmless try.
 */
export async function wake(ports: WakePorts, service: ServiceKey): Promise<'woken' | 'not-yet' | 'nobody-waits'> {
  const [head, wait] = await Promise.all([ports.deployments.head(service), ports.waits.get(service)]);
  if (wait === undefined || head.live?.id !== wait.deployment) return 'nobody-waits';
  if (!(await isSo(ports, head, wait))) return 'not-yet';
  await ports.machines.redeem(wait.token);
  await ports.waits.clear(wait);
  return 'woken';
}

/** Is what a wait waits for so, by the truth of this moment? */
export async function isSo(ports: WakePorts, head: Head, wait: Wait): Promise<boolean> {
  const now = {
    // On the way back the request is being obeyed: what counts is how that ends.
    stopRequested: head.live?.stopRequested !== undefined && head.live.phase !== 'roll-back',
    bakeOver: wait.until !== undefined && ports.clock.now() >= Date.parse(wait.until),
  };
  const truth = await findServiceDeployment(ports, head);
  // Not found yet is no proof of anything but for a wait that a stop request ends anyway: ECS shows new deployments late.
  if (truth === undefined) return now.stopRequested;
  return isOver(wait.awaits, truth, now);
}
