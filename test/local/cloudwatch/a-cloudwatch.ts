import type { PutMetricAlarmInput } from '@aws-sdk/client-cloudwatch';
import { createCloudWatch } from '../../../local/cloudwatch/create-cloudwatch.ts';
import type { AwsEvent } from '../../../local/kernel/aws-event.ts';
import { type StateFiles, stateFilesInMemory } from '../../../local/kernel/state-files.ts';
import { VirtualClock } from '../../../local/kernel/virtual-clock.ts';

export const MINUTE = 60_000;

/** A CloudWatch on virtual time, with what it told EventBridge. */
export function aCloudWatch(given: { clock?: VirtualClock; files?: StateFiles } = {}) {
  const clock = given.clock ?? new VirtualClock();
  const files = given.files ?? stateFilesInMemory();
  const events: AwsEvent[] = [];
  const cloudwatch = createCloudWatch({ clock, files, emit: (event) => events.push(event) });
  const call = callOf(cloudwatch.service.operations);
  return { clock, files, events, cloudwatch, call };
}

/** Calls operations as the endpoint would, with answers as JSON shows them. */
export function callOf(operations: Readonly<Record<string, { run(input: never, call: never): unknown }>>) {
  return async (name: string, input: object = {}): Promise<Record<string, unknown>> => {
    const operation = operations[name];
    if (operation === undefined) throw new Error(`there is no operation ${name}`);
    return JSON.parse(JSON.stringify(await operation.run(...asNever(input))));
  };
}

/** The table of operations has forgotten their input types; the endpoint checks inputs, and here the test writes them. */
function asNever(input: object): [never, never] {
  return [input, { caller: { arn: 'test', role: undefined } }] as unknown as [never, never];
}

/** An alarm on the Sum of Test/Errors: above 0 in one period. */
export function anAlarm(change: Partial<PutMetricAlarmInput> = {}): PutMetricAlarmInput {
  return {
    AlarmName: 'errors',
    Namespace: 'Test',
    MetricName: 'Errors',
    Statistic: 'Sum',
    Period: 60,
    EvaluationPeriods: 1,
    Threshold: 0,
    ComparisonOperator: 'GreaterThanThreshold',
    ...change,
  };
}
