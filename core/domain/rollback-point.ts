import type { DeploymentId, Digest, ServiceKey } from './names.ts';

/** What ran before a deployment, with everything needed to run it again. */
export interface RollbackPoint {
  /** `rp-20261120T101500Z-k3f9`: ids of one service sort by time. */
  readonly id: string;
  readonly service: ServiceKey;
  /** RFC 3339. */
  readonly createdAt: string;
  /** The deployment it was captured for. */
  readonly deployment: DeploymentId;
  /** Digest of the container that Belay deploys. */
  readonly digest: Digest;
  /** The tag under which a person knows it, else the short digest. */
  readonly version: string;
  /** Task definition ARN with revision. */
  readonly taskDefinition: string;
  /** The service's deploymentConfiguration as it was found, as JSON text: it is put back word for word. */
  readonly deploymentConfiguration: string;
  readonly createdBy: string;
}

/** The point that is captured for a deployment. */
export function pointIdOf(deployment: DeploymentId): string {
  return `rp-${deployment.split('-').slice(-2).join('-')}`;
}
