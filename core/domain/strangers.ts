import type { Deployment } from './deployment.ts';
import { type DeploymentId, parseDeploymentId, partsOf, type ServiceKey } from './names.ts';

/** Who did what Belay did not do. ECS does not say whose credentials it was. */
export const OUTSIDE = 'outside Belay';

/** The id under which a service deployment that is not ours stands in the history: the same each time it is seen. */
export function strangerId(service: ServiceKey, serviceDeployment: string): DeploymentId {
  const plain = (text: string): string => text.replaceAll(/[^a-zA-Z0-9_-]/g, '-');
  const id = serviceDeployment.slice(serviceDeployment.lastIndexOf('/') + 1);
  return parseDeploymentId(`${plain(partsOf(service).name).slice(0, 32)}-outside-${plain(id).slice(-32)}`);
}

/** Was a service deployment started by one of ours? By its task definition, and in the time in which ours had the lock. */
export function isOurs(
  { taskDefinition, createdAt }: { readonly taskDefinition: string | undefined; readonly createdAt: string },
  ours: readonly Deployment[],
): boolean {
  return ours.some(
    (one) =>
      one.by !== OUTSIDE &&
      one.taskDefinition === taskDefinition &&
      one.startedAt <= createdAt &&
      (one.endedAt === undefined || createdAt <= one.endedAt),
  );
}
