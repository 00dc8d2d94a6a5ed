/** What EventBridge Scheduler needs from the other parts of the local AWS. */

import type { DeliveryFault } from '../eventbridge/deliveries.ts';
import type { Permission } from '../kernel/aws-service.ts';
import type { Clock } from '../kernel/clock.ts';
import type { StateFiles } from '../kernel/state-files.ts';
import type { Lambdas } from '../lambda/ports.ts';
import type { Queues } from '../sqs/ports.ts';
import type { Invocation } from './invocation.ts';

export interface SchedulerWorld {
  readonly clock: Clock;
  readonly state: StateFiles;
  readonly lambdas: Lambdas;
  readonly queues: Queues;
  /** Throws when the role does not have all the permissions. */
  authorize(roleArn: string, permissions: readonly Permission[]): void;
  /** Whether the role's trust policy lets a service take it. */
  mayAssume(roleArn: string, servicePrincipal: string): boolean;
  /** Takes one line for people, such as that an invocation was dropped and why. */
  log(line: string): void;
  /** What befalls a firing, if anything does. */
  readonly faultOf?: (firing: Invocation) => DeliveryFault | undefined;
}
