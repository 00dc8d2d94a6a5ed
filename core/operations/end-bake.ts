import type { Woke } from '../domain/deployment.ts';
import type { DeploymentId, ServiceKey } from '../domain/names.ts';
import { wakeByRequest } from '../domain/wake-up.ts';
import type { Ports } from '../ports.ts';
import { redeem } from './wake.ts';

/** A bake that its schedule says is over. */
export interface Due {
  readonly service: ServiceKey;
  readonly deployment: DeploymentId;
  /** Which wait of the machine it belongs to. */
  readonly number: number;
  readonly woke: Woke;
}

/** Wakes the machine at the end of a bake, if it still waits for this one. During a pause it is kept for later. */
export async function endBake(
  ports: Pick<Ports, 'deployments' | 'waits' | 'machines'>,
  { service, deployment, number, woke }: Due,
): Promise<'woken' | 'paused' | 'nobody-waits'> {
  const [{ live }, wait] = await Promise.all([ports.deployments.head(service), ports.waits.get(deployment)]);
  if (live?.id !== deployment || wait?.number !== number) return 'nobody-waits';
  const asked = wakeByRequest(live, wait);
  if (asked !== undefined) return redeem(ports, wait, asked);
  if (live.paused === undefined) return redeem(ports, wait, woke);
  await ports.deployments.advance(service, deployment, { paused: { ...live.paused, due: woke } });
  return 'paused';
}
