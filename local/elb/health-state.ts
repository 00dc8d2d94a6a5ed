import type { HealthCheck } from './records.ts';

/** How a health check went. `reason` is a TargetHealthReasonEnum of AWS. */
export type CheckResult =
  | { readonly passed: true }
  | {
      readonly passed: false;
      readonly reason: 'Target.Timeout' | 'Target.ResponseCodeMismatch' | 'Target.FailedHealthChecks';
      readonly description: string;
    };

/** The health of a target that takes part. */
export interface Health {
  readonly state: 'initial' | 'healthy' | 'unhealthy';
  /** Checks in a row that speak against the state. */
  readonly against: number;
  /** Why it is unhealthy. */
  readonly because: (CheckResult & { passed: false }) | undefined;
}

export const INITIAL: Health = { state: 'initial', against: 0, because: undefined };

/** The health after one more check. A new target needs a single passed check; later changes need a whole streak. */
export function nextHealth(health: Health, result: CheckResult, check: HealthCheck): Health {
  if (result.passed) {
    const against = health.state === 'unhealthy' ? health.against + 1 : 0;
    const enough = health.state !== 'unhealthy' || against >= check.healthyThreshold;
    return enough ? { state: 'healthy', against: 0, because: undefined } : { ...health, against };
  }
  if (health.state === 'unhealthy') return { ...health, against: 0, because: result };
  const against = health.against + 1;
  if (against < check.unhealthyThreshold) return { ...health, against };
  return { state: 'unhealthy', against: 0, because: result };
}

/** A target whose next check is not expected to change anything. */
export function isSettled(health: Health): boolean {
  return health.state !== 'initial' && health.against === 0;
}
