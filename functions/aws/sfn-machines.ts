import {
  DescribeExecutionCommand,
  SendTaskFailureCommand,
  SendTaskSuccessCommand,
  type SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { executionOf } from '../../core/domain/console-link.ts';
import type { Machines } from '../../core/ports.ts';

// Whoever loads this adapter makes its client.
export { SFNClient } from '@aws-sdk/client-sfn';

/** A token that nobody waits on any more was redeemed before, timed out, or was never ours. */
const CLOSED = ['TaskTimedOut', 'TaskDoesNotExist', 'InvalidToken'];

/** Step Functions. An execution has the name of its deployment, so that no event can start two. */
export function sfnMachines(client: SFNClient, machine: string): Machines {
  /** Sends the answer to a token. */
  async function answer(send: () => Promise<unknown>): Promise<'redeemed' | 'closed'> {
    try {
      await send();
      return 'redeemed';
    } catch (error) {
      if (error instanceof Error && CLOSED.includes(error.name)) return 'closed';
      throw error;
    }
  }

  return {
    executionOf: (deployment) => executionOf(machine, deployment),

    async start(deployment, service) {
      try {
        await client.send(
          new StartExecutionCommand({
            stateMachineArn: machine,
            name: deployment,
            input: JSON.stringify({ deployment, service }),
          }),
        );
      } catch (error) {
        if (!(error instanceof Error) || error.name !== 'ExecutionAlreadyExists') throw error;
      }
    },

    redeem: (taskToken, woke) =>
      answer(() => client.send(new SendTaskSuccessCommand({ taskToken, output: JSON.stringify(woke) }))),

    fail: (taskToken, error, cause) =>
      answer(() => client.send(new SendTaskFailureCommand({ taskToken, error, cause }))),

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
