import type {
  SendTaskFailureInput,
  SendTaskFailureOutput,
  SendTaskHeartbeatInput,
  SendTaskHeartbeatOutput,
  SendTaskSuccessInput,
  SendTaskSuccessOutput,
} from '@aws-sdk/client-sfn';
import { AwsError } from '../../kernel/aws-error.ts';
import { type Operations, operation } from '../../kernel/aws-service.ts';
import { type Json, parseJson } from '../json.ts';
import type { OpenTasks } from '../run/open-tasks.ts';
import { LARGEST_DATA } from '../run/size-limit.ts';
import { failed } from '../run/task-outcome.ts';

/** What the holder of a task token can say. IAM knows no resource for it. */
export function taskOperations(openTasks: OpenTasks): Operations {
  return {
    SendTaskSuccess: operation<SendTaskSuccessInput, SendTaskSuccessOutput>({
      permissions: () => [{ action: 'states:SendTaskSuccess', resource: '*' }],
      run({ taskToken = '', output = '' }) {
        const value = parsedOutput(output);
        openTasks.find(taskToken).settle({ kind: 'succeeded', output: value });
        return {};
      },
    }),
    SendTaskFailure: operation<SendTaskFailureInput, SendTaskFailureOutput>({
      permissions: () => [{ action: 'states:SendTaskFailure', resource: '*' }],
      run({ taskToken = '', error, cause }) {
        openTasks.find(taskToken).settle(failed({ error, cause }));
        return {};
      },
    }),
    SendTaskHeartbeat: operation<SendTaskHeartbeatInput, SendTaskHeartbeatOutput>({
      permissions: () => [{ action: 'states:SendTaskHeartbeat', resource: '*' }],
      run({ taskToken = '' }) {
        openTasks.find(taskToken).heartbeat();
        return {};
      },
    }),
  };
}

function parsedOutput(output: string): Json {
  if (Buffer.byteLength(output) > LARGEST_DATA) {
    throw new AwsError('InvalidOutput', `Invalid Output: 'The output is larger than ${LARGEST_DATA} bytes'`);
  }
  try {
    return parseJson(output);
  } catch (error) {
    throw new AwsError('InvalidOutput', `Invalid Output: '${String(error)}'`);
  }
}
