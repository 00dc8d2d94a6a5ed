import type { ServiceKey } from '../domain/names.ts';
import { Refused } from '../domain/refused.ts';
import type { RollbackTarget } from '../domain/rollback-target.ts';
import type { Ports } from '../ports.ts';
import { findPoint } from './find-point.ts';

/** A target that is of one service only, whether that is named too or not. A point is named by its id then. */
export type OwnTarget = Extract<RollbackTarget, { readonly deployment: unknown } | { readonly rollbackPoint: unknown }>;

/** The service that a deployment or a rollback point is of. Throws `UnknownDeployment` and `UnknownPoint`. */
export async function serviceOfTarget(
  ports: Pick<Ports, 'deployments' | 'rollbackPoints'>,
  to: OwnTarget,
): Promise<ServiceKey> {
  if ('rollbackPoint' in to) return (await findPoint(ports, to.rollbackPoint)).service;
  const deployment = await ports.deployments.get(to.deployment);
  if (deployment !== undefined) return deployment.service;
  throw new Refused(
    'UnknownDeployment',
    `There is no deployment ${to.deployment}. \`belay history <service>\` lists them.`,
  );
}
