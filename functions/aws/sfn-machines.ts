import {
  DescribeExecutionCommand,
  SendTaskSuccessCommand,
  type SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { executionOf } from '../../core/domain/console-link.ts';
import type { Machines } from '../../core/ports.ts';

/** A token that nobody waits on any more was redeemed before, timed out, or was never ours. */
const CLOSED = ['TaskTimedOut', 'TaskDoesNotExist', 'InvalidToken'];

/** Step Functions. An execution has the name of its deployment, so that no event can start two. */
export function sfnMachines(client: SFNClient, machine: string): Machines {
  return {
    async start(deployment, service) {
      const execution = executionOf(machine, deployment);
      try {
        await client.send(
          new StartExecutionCommand({
            stateMachineArn: machine,
            name: deployment,
            input: JSON.stringify({ deployment, service }),
          }),
        );
        return { execution, already: false };
      } catch (error) {
        if (error instanceof Error && error.name === 'ExecutionAlreadyExists') return { execution, already: true };
        throw error;
      }
    },

    async redeem(token) {
      try {
        await client.send(new SendTaskSuccessCommand({ taskToken: token, output: '{}' }));
        return 'redeemed';
      } catch (error) {
        if (error instanceof Error && CLOSED.includes(error.name)) return 'closed';
        throw error;
      }
    },

    async ended(deployment) {
      try {
        const { status } = await client.send(
          new DescribeExecutionCommand({ executionArn: executionOf(machine, deployment) }),
        );
        return status !== 'RUNNING';
      } catch (error) {
        if (error instanceof Error && error.name === 'ExecutionDoesNotExist') return undefined;
        throw error;
      }
    },
  };
}
