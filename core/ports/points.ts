/** What rollback points need from outside: where they lie, who is told of them, and how one is tried. */
import type { Notice } from '../domain/log-line.ts';
import type { ServiceKey } from '../domain/names.ts';
import type { Readiness } from '../domain/readiness.ts';
import type { Rehearsal, RehearsalOutcome, RehearsedTask } from '../domain/rehearsal.ts';
import type { PointStatus, RollbackPoint } from '../domain/rollback-point.ts';

/** The rollback points of each service. Few live at a time; expired ones are found by their id only, for 90 days. */
export interface RollbackPoints {
  put(point: RollbackPoint): Promise<void>;
  /** Expired ones too. */
  get(service: ServiceKey, id: string): Promise<RollbackPoint | undefined>;
  /** By its id alone; expired ones too. One that was made this very second may not be found yet. */
  find(id: string): Promise<RollbackPoint | undefined>;
  /** Newest first, without expired ones. */
  newest(service: ServiceKey, limit: number): Promise<readonly RollbackPoint[]>;
  /** Its life goes on. `false`: it is gone or expired. */
  settle(service: ServiceKey, id: string, status: PointStatus): Promise<boolean>;
  noteReadiness(service: ServiceKey, id: string, ready: Readiness): Promise<boolean>;
  /** Notes a rehearsal that begins. `false`: another is under way that began after `overdue` (RFC 3339), or the point is gone. */
  beginRehearsal(service: ServiceKey, id: string, rehearsal: Rehearsal, overdue: string): Promise<boolean>;
  /** Notes the task of a rehearsal that began then. */
  nameRehearsal(service: ServiceKey, id: string, startedAt: string, task: string): Promise<void>;
  /** Notes how a rehearsal ended, on condition that it is the one that began then. A bad outcome takes the place of a good one, and nothing else of an outcome. */
  endRehearsal(service: ServiceKey, id: string, startedAt: string, outcome: RehearsalOutcome): Promise<boolean>;
  /** Takes it out of what a service can go back to. `at` is RFC 3339. */
  expire(point: RollbackPoint, at: string): Promise<void>;
  remove(service: ServiceKey, id: string): Promise<void>;
}

/** What happens to services outside of deployments, for whoever wants to be told. */
export interface Notices {
  /** The same key again tells nothing. */
  tell(key: string, notice: Notice): Promise<void>;
  /** What was told of these under keys that begin so, the highest key first. */
  told(service: Notice['service'], beginning: string, limit: number): Promise<readonly Notice[]>;
}

/** Tasks that run outside of their service, to see whether they run. */
export interface Rehearsals {
  /** Starts one task in the cluster and the network of a service; gives its ARN. Throws `NotRunning` where ECS does not take it. */
  start(cluster: string, name: string, taskDefinition: string, point: string): Promise<string>;
  /** `undefined`: ECS does not remember it. */
  look(task: string): Promise<RehearsedTask | undefined>;
  /** Once more changes nothing. */
  stop(task: string): Promise<void>;
}
