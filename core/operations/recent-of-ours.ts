import type { Deployment } from '../domain/deployment.ts';
import type { ServiceKey } from '../domain/names.ts';
import { OUTSIDE } from '../domain/strangers.ts';
import type { Ports } from '../ports.ts';

/** A list shows records without what was found out later, and may be a moment old: each is read by itself. */
const SEARCHED = 5;

/** Our newest deployments of a service, newest first, whole. */
export async function recentOfOurs(
  ports: Pick<Ports, 'deployments'>,
  service: ServiceKey,
): Promise<readonly Deployment[]> {
  const { items } = await ports.deployments.newest(service, SEARCHED);
  const ours = items.filter(({ by }) => by !== OUTSIDE);
  const whole = await Promise.all(ours.map(({ id }) => ports.deployments.get(id)));
  return whole.filter((deployment) => deployment !== undefined);
}

/** Our last deployment that changed the service's deploymentConfiguration, with what it had found there. */
export async function lastThatChanged(
  ports: Pick<Ports, 'deployments'>,
  service: ServiceKey,
): Promise<(Deployment & { readonly found: string }) | undefined> {
  for (const deployment of await recentOfOurs(ports, service)) {
    const { found, verdict } = deployment;
    if (found !== undefined && verdict !== 'REFUSED') return { ...deployment, found };
  }
  return undefined;
}
