import type { DeploymentId, Digest, ServiceKey } from './names.ts';
import type { Readiness } from './readiness.ts';
import type { Rehearsal } from './rehearsal.ts';

/** What ran before a deployment, with everything needed to run it again. */
export interface RollbackPoint {
  /** `rp-20261120T101500Z-k3f9`: ids of one service sort by time. */
  readonly id: string;
  readonly service: ServiceKey;
  /** RFC 3339. */
  readonly createdAt: string;
  /** The deployment it was captured for. Absent: a person made it. */
  readonly deployment?: DeploymentId;
  /** ECR repository of the digest. Absent in points of a version of Belay that left it to the deployment's record. */
  readonly repository?: string;
  /** Digest of the container that Belay deploys. */
  readonly digest: Digest;
  /** The tag under which a person knows it, else the short digest. */
  readonly version: string;
  /** Task definition ARN with revision. */
  readonly taskDefinition: string;
  /** The service's deploymentConfiguration as it was found, as JSON text: it is put back word for word. */
  readonly deploymentConfiguration: string;
  readonly createdBy: string;
  /** Who approved the deployment that it was captured for, with commas; absent where nobody had to. */
  readonly approvedBy?: string;
  /** What was written of its life; absent is `created`. `statusOf` tells where it is. */
  readonly status?: PointStatus;
  /** A point that has a name never expires; the name is unique within its service. */
  readonly name?: string;
  readonly description?: string;
  /** Why somebody made it by hand. */
  readonly reason?: string;
  /** Command lines that a way back to this point runs, one after the other, once its version serves. */
  readonly commands?: readonly string[];
  /** What the last look at it found. Absent: nobody looked since it was made, which proved it. */
  readonly ready?: Readiness;
  /** The last try to run it. */
  readonly rehearsal?: Rehearsal;
}

/**
 * Its life: `created`, `active` while its deployment moves the service, then `completed` (the deployment did not need it) or
 * `rolled-back` (a way back went to it). `expired`: retention took it, and nothing goes back to it any more.
 */
export type PointStatus = 'created' | 'active' | 'completed' | 'rolled-back' | 'expired';

const POINT_ID = /^rp-[0-9A-Za-z-]{1,80}$/;

/** Is this text the id of a point, and not the name that a person gave one? */
export function isPointId(text: string): boolean {
  return POINT_ID.test(text);
}

/** The point that is captured for a deployment. */
export function pointIdOf(deployment: DeploymentId): string {
  return `rp-${deployment.split('-').slice(-2).join('-')}`;
}

/** The id of a point that a person makes. `at` is RFC 3339; the suffix tells two of the same second apart. */
export function namePoint(at: string, suffix: string): string {
  return `rp-${at.replace(/\.\d+/, '').replaceAll(/[-:]/g, '')}-${suffix}`;
}
