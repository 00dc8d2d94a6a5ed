import type {
  DescribeStateMachineForExecutionInput,
  DescribeStateMachineForExecutionOutput,
  DescribeStateMachineInput,
  DescribeStateMachineOutput,
  ListStateMachinesInput,
  ListStateMachinesOutput,
} from '@aws-sdk/client-sfn';
import { type Operations, operation } from '../../kernel/aws-service.ts';
import type { Executions } from '../executions.ts';
import type { Machines } from '../machines.ts';
import { page } from './page.ts';

const LOGGING = { level: 'OFF', includeExecutionData: false } as const;
const TRACING = { enabled: false } as const;

export function machineOperations(executions: Executions, machines: Machines): Operations {
  return {
    DescribeStateMachine: operation<DescribeStateMachineInput, DescribeStateMachineOutput>({
      permissions: ({ stateMachineArn = '' }) => [{ action: 'states:DescribeStateMachine', resource: stateMachineArn }],
      run({ stateMachineArn = '', includedData }) {
        const machine = machines.find(stateMachineArn);
        return {
          stateMachineArn: machine.arn,
          name: machine.name,
          status: 'ACTIVE',
          definition: includedData === 'METADATA_ONLY' ? '{}' : machine.definition,
          roleArn: machine.roleArn,
          type: 'STANDARD',
          creationDate: new Date(machine.creationDate),
          loggingConfiguration: LOGGING,
          tracingConfiguration: TRACING,
        };
      },
    }),
    ListStateMachines: operation<ListStateMachinesInput, ListStateMachinesOutput>({
      permissions: () => [{ action: 'states:ListStateMachines', resource: '*' }],
      run(input) {
        const { items, next } = page(machines.list(), input);
        const stateMachines = items.map(({ arn, name, creationDate }) => ({
          stateMachineArn: arn,
          name,
          type: 'STANDARD' as const,
          creationDate: new Date(creationDate),
        }));
        return { stateMachines, ...next };
      },
    }),
    DescribeStateMachineForExecution: operation<
      DescribeStateMachineForExecutionInput,
      DescribeStateMachineForExecutionOutput
    >({
      permissions: ({ executionArn = '' }) => [
        { action: 'states:DescribeStateMachineForExecution', resource: executionArn },
      ],
      run({ executionArn = '' }) {
        const record = executions.find(executionArn);
        return {
          stateMachineArn: record.machineArn,
          name: record.machineName,
          definition: machines.definition(record.definition),
          roleArn: record.roleArn,
          // The definition that it runs is as old as the execution, or older.
          updateDate: new Date(record.startDate),
          loggingConfiguration: LOGGING,
          tracingConfiguration: TRACING,
        };
      },
    }),
  };
}
