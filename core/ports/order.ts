import type { EnvironmentRule } from '../domain/environment-rule.ts';
import type { Digest, ServiceKey } from '../domain/names.ts';
import type { Denied, Hold, Lock, Maintenance } from '../domain/service.ts';
import type { WaitingDeployment } from '../domain/waiting-deployment.ts';

/** What keeps one service from being deployed to, and what waits for it: a part of the services. */
export interface Order {
  /** Holds a service and denies a digest where one is given, together. */
  hold(key: ServiceKey, hold: Hold, denied?: Denied): Promise<void>;
  /** What holds each of some services, in their order: a call for a hundred. */
  holds(keys: readonly ServiceKey[]): Promise<readonly (Hold | undefined)[]>;
  /** Denies a digest and leaves automation on. */
  deny(key: ServiceKey, denied: Denied): Promise<void>;
  /** Takes away the hold that was seen, and the denial of a digest, together. `false`: another hold has come since, and both stay. */
  lift(
    key: ServiceKey,
    seen: { readonly hold?: Hold | undefined; readonly digest?: Digest | undefined },
  ): Promise<boolean>;
  /** Locks a service, or renews its owner's lock. `false`: another holds a lock that has not ended at `lock.since`. */
  lock(key: ServiceKey, lock: Lock): Promise<boolean>;
  unlock(key: ServiceKey): Promise<void>;
  /** `undefined` ends it. */
  maintain(key: ServiceKey, maintenance: Maintenance | undefined): Promise<void>;
  /** Keeps what waits, in place of what was kept under its id. What has ended is forgotten a day later. */
  keepWaiting(key: ServiceKey, waiting: WaitingDeployment): Promise<void>;
  /** Services at which something waits that was expected to start before a time (RFC 3339), the longest overdue first; of at most so many deployments. */
  overdueWaiting(before: string, limit: number): Promise<readonly ServiceKey[]>;
}

/** What keeps whole environments from being deployed to: few, and read all at once. */
export interface Rules {
  /** Takes the place of the rule of the same kind, environment and name. */
  put(rule: EnvironmentRule): Promise<void>;
  remove(rule: EnvironmentRule): Promise<void>;
  all(): Promise<readonly EnvironmentRule[]>;
}
