import type {
  DescribeExecutionInput,
  DescribeExecutionOutput,
  ListExecutionsInput,
  ListExecutionsOutput,
  StartExecutionInput,
  StartExecutionOutput,
  StopExecutionInput,
  StopExecutionOutput,
} from '@aws-sdk/client-sfn';
import { AwsError } from '../../kernel/aws-error.ts';
import { type Operations, operation } from '../../kernel/aws-service.ts';
import type { ExecutionSummary } from '../execution-record.ts';
import type { Executions } from '../executions.ts';
import type { Machines } from '../machines.ts';
import { redriveFields } from '../redrive.ts';
import { errorAndCause } from '../run/task-outcome.ts';
import { page } from './page.ts';

export function executionOperations(executions: Executions, machines: Machines): Operations {
  return {
    StartExecution: operation<StartExecutionInput, StartExecutionOutput>({
      permissions: ({ stateMachineArn = '' }) => [{ action: 'states:StartExecution', resource: stateMachineArn }],
      run({ stateMachineArn = '', name, input }) {
        const record = executions.start({ machine: machines.find(stateMachineArn), name, input });
        return { executionArn: record.arn, startDate: new Date(record.startDate) };
      },
    }),
    DescribeExecution: operation<DescribeExecutionInput, DescribeExecutionOutput>({
      permissions: ({ executionArn = '' }) => [{ action: 'states:DescribeExecution', resource: executionArn }],
      run: ({ executionArn = '', includedData }) =>
        describe(executions, executionArn, includedData !== 'METADATA_ONLY'),
    }),
    ListExecutions: operation<ListExecutionsInput, ListExecutionsOutput>({
      permissions: ({ stateMachineArn = '*' }) => [{ action: 'states:ListExecutions', resource: stateMachineArn }],
      run(input) {
        if (input.mapRunArn !== undefined) {
          throw new AwsError('ValidationException', 'ListExecutions by mapRunArn is not supported locally.');
        }
        const { arn } = machines.find(input.stateMachineArn ?? '');
        const wanted = executions
          .list(arn)
          .filter(({ status }) => input.statusFilter === undefined || status === input.statusFilter)
          // Nothing is redriven here.
          .filter(() => input.redriveFilter !== 'REDRIVEN');
        const { items, next } = page(wanted, input);
        return { executions: items.map(listItem), ...next };
      },
    }),
    StopExecution: operation<StopExecutionInput, StopExecutionOutput>({
      permissions: ({ executionArn = '' }) => [{ action: 'states:StopExecution', resource: executionArn }],
      run({ executionArn = '', error, cause }) {
        const { stopDate, startDate } = executions.stop(executionArn, error, cause);
        return { stopDate: new Date(stopDate ?? startDate) };
      },
    }),
  };
}

function describe(executions: Executions, executionArn: string, withData: boolean): DescribeExecutionOutput {
  const record = executions.find(executionArn);
  const details = { included: withData };
  return {
    executionArn: record.arn,
    stateMachineArn: record.machineArn,
    name: record.name,
    status: record.status,
    startDate: new Date(record.startDate),
    ...(record.stopDate === undefined ? {} : { stopDate: new Date(record.stopDate) }),
    ...(withData ? { input: record.input } : {}),
    inputDetails: details,
    ...(withData && record.output !== undefined ? { output: record.output } : {}),
    ...(record.output === undefined ? {} : { outputDetails: details }),
    ...errorAndCause(record.error, record.cause),
    ...redriveFields(record.status),
  };
}

function listItem(summary: ExecutionSummary) {
  return {
    executionArn: summary.arn,
    stateMachineArn: summary.machineArn,
    name: summary.name,
    status: summary.status,
    startDate: new Date(summary.startDate),
    ...(summary.stopDate === undefined ? {} : { stopDate: new Date(summary.stopDate) }),
    redriveCount: 0,
  };
}
