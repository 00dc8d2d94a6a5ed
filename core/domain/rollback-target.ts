import type { DeploymentId } from './names.ts';

/**
 * Where a rollback shall lead: to the version before, to a version that ran here (its tag, its digest, or the name of a point), to a
 * rollback point (its id or its name), or to what was before a deployment.
 */
export type RollbackTarget =
  | 'previous'
  | { readonly version: string }
  | { readonly rollbackPoint: string }
  | { readonly deployment: DeploymentId };
