import type { Permission } from '../kernel/aws-service.ts';
import type { Target } from './functions.ts';

/** Where what a function could not do is kept. Both throw when it is not allowed or not there. */
export interface FailureWorld {
  /** Throws when the role does not have all the permissions. */
  authorize(roleArn: string, permissions: readonly Permission[]): void;
  sendToQueue(queueArn: string, body: string): void | Promise<void>;
}

/** Puts a record into an on-failure queue with the rights of the function's role, as Lambda does. */
export async function sendFailure(
  world: FailureWorld,
  target: Target,
  queueArn: string,
  record: object,
): Promise<void> {
  world.authorize(target.settings.role, [{ action: 'sqs:SendMessage', resource: queueArn }]);
  await world.sendToQueue(queueArn, JSON.stringify(record));
}
