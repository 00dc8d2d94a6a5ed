import type { Target } from '@aws-sdk/client-eventbridge';
import { AwsError } from '../kernel/aws-error.ts';
import { checkInput } from './target-input.ts';

export type TargetKind = 'lambda' | 'sqs' | 'states' | 'events';

const KINDS: Readonly<Record<string, TargetKind>> = {
  lambda: 'lambda',
  sqs: 'sqs',
  states: 'states',
  events: 'events',
};
const MEMBERS = new Set([
  ...['Id', 'Arn', 'RoleArn', 'Input', 'InputPath', 'InputTransformer'],
  ...['SqsParameters', 'DeadLetterConfig', 'RetryPolicy'],
]);

/** The kind of a target by its ARN. Throws ValidationException for one that the local EventBridge cannot reach. */
export function kindOf(targetArn: string): TargetKind {
  const kind = KINDS[targetArn.split(':')[2] ?? ''];
  if (kind !== undefined) return kind;
  throw refusal(
    `Parameter ${targetArn} is not valid. The local EventBridge reaches Lambda, SQS, Step Functions and buses.`,
  );
}

/** Checks a target before it is kept. Throws ValidationException, which names the target and the parameter. */
export function checkTarget(target: Target): void {
  const {
    Id: id,
    Arn: arn = '',
    RoleArn: role,
    SqsParameters: sqs,
    RetryPolicy: retry,
    DeadLetterConfig: dead,
  } = target;
  const stranger = Object.entries(target).find(([name, value]) => value !== undefined && !MEMBERS.has(name));
  if (stranger !== undefined) throw refusal(`The local EventBridge does not support ${stranger[0]} (target ${id}).`);
  if (!/^[.\-_A-Za-z0-9]{1,64}$/.test(id ?? '')) throw refusal(`Target id ${id} must be 1 to 64 of [.-_A-Za-z0-9].`);

  const kind = kindOf(arn);
  if (role === undefined && (kind === 'states' || kind === 'events')) {
    throw refusal(`RoleArn is required for target ${arn}.`);
  }
  if (kind === 'sqs' && arn.endsWith('.fifo') !== (sqs?.MessageGroupId !== undefined)) {
    const which = arn.endsWith('.fifo') ? 'must be specified for' : 'is only for FIFO queues, not for';
    throw refusal(`Parameter(s) MessageGroupId ${which} target: ${id}.`);
  }
  if (dead?.Arn?.endsWith('.fifo')) throw refusal(`The dead-letter queue of target ${id} must be a standard queue.`);
  checkRange(id, 'MaximumRetryAttempts', retry?.MaximumRetryAttempts, 0, 185);
  checkRange(id, 'MaximumEventAgeInSeconds', retry?.MaximumEventAgeInSeconds, 60, 86_400);
  checkInput(target);
}

function checkRange(
  id: string | undefined,
  name: string,
  value: number | undefined,
  least: number,
  most: number,
): void {
  if (value !== undefined && (value < least || value > most)) {
    throw refusal(`${name} of target ${id} must be between ${least} and ${most}.`);
  }
}

function refusal(message: string): AwsError {
  return new AwsError('ValidationException', message);
}
