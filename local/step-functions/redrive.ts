import type { DescribeExecutionOutput, ExecutionStatus } from '@aws-sdk/client-sfn';

type Redrive = Pick<DescribeExecutionOutput, 'redriveCount' | 'redriveStatus' | 'redriveStatusReason'>;

/** Nothing is redriven here, so the reason tells why AWS would not, or that this place cannot. */
export function redriveFields(status: ExecutionStatus): Redrive {
  const reason =
    status === 'RUNNING' || status === 'SUCCEEDED'
      ? `Execution is ${status} and cannot be redriven`
      : 'Executions are not redriven by the local Step Functions';
  return { redriveCount: 0, redriveStatus: 'NOT_REDRIVABLE', redriveStatusReason: reason };
}
