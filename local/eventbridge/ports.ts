/** What EventBridge needs from the other parts of the local AWS, and what they see of it. */
import type { Permission } from '../kernel/aws-service.ts';
import type { Clock } from '../kernel/clock.ts';
import type { StateFiles } from '../kernel/state-files.ts';
import type { Lambdas } from '../lambda/ports.ts';
import type { Queues } from '../sqs/ports.ts';
import type { DeliveryFault } from './deliveries.ts';
import type { Order } from './order.ts';

export interface EventBridgeWorld {
  readonly clock: Clock;
  readonly state: StateFiles;
  readonly lambdas: Lambdas;
  readonly queues: Queues;
  /** Starts an execution with a JSON input. Throws when there is no such machine. */
  startExecution(machineArn: string, input: string): Promise<void>;
  /** Does the resource policy of a function let a service invoke it on behalf of a rule? */
  mayInvoke(functionArn: string, principal: string, sourceArn: string): boolean;
  /** Throws when the role does not have all the permissions. */
  authorize(roleArn: string, permissions: readonly Permission[]): void;
  /** Takes one line for people, such as that an event was dropped and why. */
  log(line: string): void;
  /** What befalls the delivery of an event to one target, if anything does. */
  readonly faultOf?: (order: Order) => DeliveryFault | undefined;
}
