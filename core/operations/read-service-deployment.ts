import type { Head } from '../domain/deployment.ts';
import type { ServiceDeploymentTruth } from '../domain/truth.ts';
import type { Ports } from '../ports.ts';
import { findServiceDeployment } from './find-service-deployment.ts';

/** What ECS says of the service deployment of the live deployment now. `undefined`: it shows none yet. */
export async function readServiceDeployment(
  ports: Pick<Ports, 'deployments' | 'ecs' | 'services'>,
  head: Head,
): Promise<ServiceDeploymentTruth | undefined> {
  const arn = head.live?.serviceDeployment ?? (await findServiceDeployment(ports, head))?.serviceDeployment;
  return arn === undefined ? undefined : ports.ecs.deployment(arn);
}
