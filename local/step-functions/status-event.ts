import type { AwsEvent } from '../kernel/aws-event.ts';
import type { ExecutionRecord } from './execution-record.ts';
import { redriveFields } from './redrive.ts';

/** Longer inputs and outputs are left out of the event. */
const LARGEST_INCLUDED = 248 * 1024;

/** The event that Step Functions gives to EventBridge when an execution begins or ends. */
export function statusEvent(record: ExecutionRecord): AwsEvent {
  const input = included(record.input);
  const output = included(record.output);
  return {
    source: 'aws.states',
    detailType: 'Step Functions Execution Status Change',
    resources: [record.arn],
    detail: {
      executionArn: record.arn,
      stateMachineArn: record.machineArn,
      stateMachineVersionArn: null,
      stateMachineAliasArn: null,
      name: record.name,
      status: record.status,
      startDate: record.startDate,
      stopDate: record.stopDate ?? null,
      input: input.text,
      inputDetails: input.details,
      output: output.text,
      outputDetails: output.details,
      error: record.error ?? null,
      cause: record.cause ?? null,
      redriveDate: null,
      ...redriveFields(record.status),
    },
  };
}

function included(text: string | undefined): { text: string | null; details: { included: boolean } | null } {
  if (text === undefined) return { text: null, details: null };
  const fits = Buffer.byteLength(text) <= LARGEST_INCLUDED;
  return { text: fits ? text : null, details: { included: fits } };
}
