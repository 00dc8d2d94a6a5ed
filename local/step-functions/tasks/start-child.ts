import { createHash } from 'node:crypto';
import { AwsError } from '../../kernel/aws-error.ts';
import type { ExecutionRecord } from '../execution-record.ts';
import type { Start } from '../executions.ts';

import { type Json, parseJson } from '../json.ts';
import type { StateMachine } from '../machines.ts';
import { redriveFields } from '../redrive.ts';
import type { TaskAnswer, TaskRequest } from '../run/integrations.ts';
import { errorAndCause, failed, type TaskOutcome } from '../run/task-outcome.ts';
import { type Authorize, authorizeTask } from './authorize.ts';
import { serviceFailure } from './service-failure.ts';
import { argumentsOf, optionalText, text } from './task-arguments.ts';

interface Parts {
  readonly authorize: Authorize;
  findMachine(arn: string): StateMachine;
  start(start: Start): ExecutionRecord;
  requestId(): string;
}

/** An execution that a Task starts. A request that goes out twice finds the execution that it started the first time. */
export function startChild(parts: Parts, request: TaskRequest): TaskAnswer {
  const argument = argumentsOf(request.resource, request.arguments);
  const machineArn = text(argument, 'StateMachineArn');
  try {
    authorizeTask(parts.authorize, request, [{ action: 'states:StartExecution', resource: machineArn }]);
    const record = parts.start({
      machine: parts.findMachine(machineArn),
      name: optionalText(argument, 'Name') ?? nameFor(request.id),
      input: inputText(argument.Input),
      startedBy: request.id,
    });
    const output = { ExecutionArn: record.arn, StartDate: record.startDate };
    if (request.resource.pattern !== 'sync') return { output };
    authorizeTask(parts.authorize, request, [{ action: 'states:DescribeExecution', resource: record.arn }]);
    return { output, job: record.arn };
  } catch (thrown) {
    throw serviceFailure(thrown, { prefix: 'StepFunctions', client: 'AWSStepFunctions' }, parts.requestId());
  }
}

/** How the end of a nested execution reaches its parent: never by the child's own error name. */
export function childOutcome(record: ExecutionRecord, action: string): TaskOutcome {
  const parsed = action.endsWith('.sync:2');
  const description = describe(record, parsed);
  if (record.status === 'SUCCEEDED') return { kind: 'succeeded', output: description };
  return failed({ error: 'States.TaskFailed', cause: JSON.stringify(description) });
}

/** DescribeExecution's answer with capital letters; `.sync:2` has input and output as values, `.sync` as strings of JSON. */
function describe(record: ExecutionRecord, parsed: boolean): Json {
  const value = (json: string): Json => (parsed ? parseJson(json) : json);
  const { error, cause } = errorAndCause(record.error, record.cause);
  const redrive = redriveFields(record.status);
  return {
    ...(cause === undefined ? {} : { Cause: cause }),
    ...(error === undefined ? {} : { Error: error }),
    ExecutionArn: record.arn,
    Input: value(record.input),
    InputDetails: { Included: true },
    Name: record.name,
    ...(record.output === undefined ? {} : { Output: value(record.output), OutputDetails: { Included: true } }),
    RedriveCount: redrive.redriveCount ?? 0,
    RedriveStatus: redrive.redriveStatus ?? 'NOT_REDRIVABLE',
    RedriveStatusReason: redrive.redriveStatusReason ?? '',
    StartDate: record.startDate,
    StateMachineArn: record.machineArn,
    Status: record.status,
    StopDate: record.stopDate ?? record.startDate,
  };
}

/** A string goes as it is, so it must be JSON; every other value is written as JSON. */
function inputText(input: Json | undefined): string | undefined {
  return input === undefined || typeof input === 'string' ? input : JSON.stringify(input);
}

function nameFor(id: string): string {
  const digits = createHash('sha256').update(id).digest('hex');
  return digits.slice(0, 32).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

/** Stops a nested execution as the role that waited for it, and leaves it running where the role may not. */
export function stopChild(authorize: Authorize, roleArn: string, executionArn: string, stop: () => void): void {
  try {
    authorize(roleArn, [{ action: 'states:StopExecution', resource: executionArn }]);
  } catch (thrown) {
    if (thrown instanceof AwsError) return;
    throw thrown;
  }
  stop();
}
