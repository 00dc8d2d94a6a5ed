import type { Deployment } from '../domain/deployment.ts';
import type { DeploymentId, ServiceKey } from '../domain/names.ts';
import type { Ports } from '../ports.ts';

/**
 * A deployment that has held the lock of its service, whatever became of it: whoever keeps a promise may have begun it before a crash. A
 * record alone, with neither the lock nor an end, is of one that never began.
 */
export async function findBegun(
  { deployments }: Pick<Ports, 'deployments'>,
  service: ServiceKey,
  id: DeploymentId | undefined,
): Promise<Deployment | undefined> {
  if (id === undefined) return undefined;
  const { live } = await deployments.head(service);
  const deployment = await deployments.get(id);
  return live?.id === id || deployment?.status === 'ended' ? deployment : undefined;
}
