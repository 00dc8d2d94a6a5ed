import type { Woke } from '../domain/deployment.ts';
import type { DeploymentId, ServiceKey } from '../domain/names.ts';

/** One-time schedules. */
export interface Schedules {
  /** Wakes `on-due` at a time (RFC 3339). The same name again changes nothing, and says `already`. */
  wakeAt(
    name: string,
    at: string,
    due: { service: ServiceKey; deployment: DeploymentId; number: number; woke: Woke },
  ): Promise<'made' | 'already'>;
  /** The same for what waits to be started: at one service, or at all of an environment (`*`: of all). */
  startAt(name: string, at: string, start: { service: ServiceKey } | { environment: string }): Promise<void>;
  /** Has a deployment that waits announced, if it still waits then. */
  announceAt(name: string, at: string, soon: { service: ServiceKey; deployment: DeploymentId }): Promise<void>;
  /** Has somebody look whether a way back is over: a person is called where it is not. */
  lookForLate(name: string, at: string, late: { service: ServiceKey; deployment: DeploymentId }): Promise<void>;
  /** Wakes `on-rehearsal` for a rollback point, to look how its rehearsal goes or to end it. */
  lookAtRehearsal(at: string, point: string): Promise<void>;
}
