/** What is around a service and is only looked at. */
import type { Timeouts } from '../domain/time-plan.ts';

/** Secrets Manager, without any value. */
export interface Secrets {
  isThere(arn: string): Promise<boolean>;
}

/** What the owner of the stack decided when it was deployed. */
export interface Stack {
  /** The roles that may be handed to tasks: ARNs, a final star for all below a path. */
  taskRoles(): readonly string[];
  /** What a service's own timeouts take the place of. */
  timeouts(): Timeouts;
}
