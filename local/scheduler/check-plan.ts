import type { CreateScheduleInput, Target, UpdateScheduleInput } from '@aws-sdk/client-scheduler';
import { AwsError } from '../kernel/aws-error.ts';
import { DEFAULT_GROUP, type Plan } from './plan.ts';
import type { SchedulerWorld } from './ports.ts';
import { scheduleOf } from './schedule-expression.ts';
import { isTimeZone } from './zone-time.ts';

const FIVE_MINUTES = 300_000;
const TARGET_MEMBERS = new Set(['Arn', 'RoleArn', 'Input', 'RetryPolicy', 'DeadLetterConfig']);

/** Reads what CreateSchedule or UpdateSchedule asks for. Throws ValidationException, which names the parameter. */
export function planOf(
  input: CreateScheduleInput | UpdateScheduleInput,
  now: number,
  mayAssume: SchedulerWorld['mayAssume'],
): Omit<Plan, 'createdAt' | 'dueAt'> {
  const { Name: name = '', ScheduleExpression: expression = '', ScheduleExpressionTimezone: zone = 'UTC' } = input;
  const { GroupName: group = DEFAULT_GROUP, StartDate: start, EndDate: end, Target: target } = input;
  if (!/^[0-9a-zA-Z\-_.]{1,64}$/.test(name)) throw refusal(`Schedule name ${name} must be 1 to 64 of [0-9a-zA-Z-_.].`);
  if (!isTimeZone(zone)) throw refusal(`Invalid Schedule Expression Timezone ${zone}.`);
  const schedule = scheduleOf(expression, zone);
  if (schedule === undefined) throw refusal(`Invalid Schedule Expression ${expression}.`);
  if (schedule.kind !== 'at' && start !== undefined && start.getTime() < now - FIVE_MINUTES) {
    throw refusal('The StartDate you specify cannot be earlier than 5 minutes ago.');
  }
  if (start !== undefined && end !== undefined && end <= start) {
    throw refusal('The EndDate you specify must come after the StartDate.');
  }
  if (input.FlexibleTimeWindow?.Mode !== 'OFF') {
    throw refusal('The local Scheduler supports a FlexibleTimeWindow with Mode OFF alone.');
  }
  if (input.KmsKeyArn !== undefined) throw refusal('The local Scheduler does not support KmsKeyArn.');
  checkTarget(target, mayAssume);
  return {
    group,
    name,
    expression,
    zone,
    state: input.State ?? 'ENABLED',
    afterCompletion: input.ActionAfterCompletion ?? 'NONE',
    target: target ?? { Arn: undefined, RoleArn: undefined },
    description: input.Description,
    start: start?.getTime(),
    end: end?.getTime(),
    modifiedAt: now,
  };
}

function checkTarget(target: Target | undefined, mayAssume: SchedulerWorld['mayAssume']): void {
  const { Arn: arn = '', RoleArn: role = '', Input: input, RetryPolicy: retry, DeadLetterConfig: dead } = target ?? {};
  const stranger = Object.entries(target ?? {}).find(
    ([name, value]) => value !== undefined && !TARGET_MEMBERS.has(name),
  );
  if (stranger !== undefined) throw refusal(`The local Scheduler does not support ${stranger[0]} of a target.`);
  if (!/^arn:aws:lambda:[^:]+:\d{12}:function:/.test(arn)) {
    throw refusal(`The local Scheduler invokes Lambda functions, not ${arn}.`);
  }
  if (!mayAssume(role, 'scheduler.amazonaws.com')) {
    throw refusal(
      `The execution role you provide must allow AWS EventBridge Scheduler to assume the role: ${role} does not trust scheduler.amazonaws.com.`,
    );
  }
  if (input !== undefined && !isJson(input))
    throw refusal(`Invalid RequestJson provided. Reason: Input for ${arn} is no JSON.`);
  checkRange('MaximumRetryAttempts', retry?.MaximumRetryAttempts, 0, 185);
  checkRange('MaximumEventAgeInSeconds', retry?.MaximumEventAgeInSeconds, 60, 86_400);
  if (dead?.Arn?.endsWith('.fifo')) throw refusal('The dead-letter queue of a schedule must be a standard queue.');
}

/** With the placeholders of Scheduler filled in, wherever they stand. */
function isJson(text: string): boolean {
  try {
    JSON.parse(text.replace(/<aws\.scheduler\.[a-z-]+>/g, '0'));
    return true;
  } catch {
    return false;
  }
}

function checkRange(name: string, value: number | undefined, least: number, most: number): void {
  if (value !== undefined && (value < least || value > most)) {
    throw refusal(`${name} must be between ${least} and ${most}.`);
  }
}

function refusal(message: string): AwsError {
  return new AwsError('ValidationException', message);
}
