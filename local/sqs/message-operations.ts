import type {
  ChangeMessageVisibilityBatchRequest,
  ChangeMessageVisibilityBatchResult,
  ChangeMessageVisibilityRequest,
  DeleteMessageBatchRequest,
  DeleteMessageBatchResult,
  DeleteMessageRequest,
  ReceiveMessageRequest,
  ReceiveMessageResult,
  SendMessageBatchRequest,
  SendMessageBatchResult,
  SendMessageRequest,
  SendMessageResult,
} from '@aws-sdk/client-sqs';
import { arn } from '../kernel/account.ts';
import { AwsError } from '../kernel/aws-error.ts';
import { type Operations, operation, type Permission } from '../kernel/aws-service.ts';
import type { Clock } from '../kernel/clock.ts';
import { eachOf } from './batch.ts';
import { md5, md5OfAttributes } from './digest.ts';
import { draftOf, type SendRequest } from './draft.ts';
import { type Listed, type QueueDirectory, queueName } from './queue-directory.ts';
import { deleteByReceipt, hideByReceipt } from './receipts.ts';
import { receive } from './receive.ts';
import { forReceiver } from './received-message.ts';
import { invalidValue } from './refusals.ts';

/** What every request about one queue carries. */
export interface OnQueue {
  readonly QueueUrl: string | undefined;
}

/** The permission for an action on the queue that a request names. */
export function onQueue(action: string): (input: OnQueue) => readonly Permission[] {
  return ({ QueueUrl }) => [{ action: `sqs:${action}`, resource: arn('sqs', queueName(QueueUrl ?? '')) }];
}

export function messageOperations(directory: QueueDirectory, clock: Clock): Operations {
  const named = ({ QueueUrl }: OnQueue): Listed => directory.named(QueueUrl ?? '');
  return {
    SendMessage: operation<SendMessageRequest, SendMessageResult>({
      permissions: onQueue('SendMessage'),
      run: (input, { caller }) => send(named(input), input, caller.arn),
    }),
    SendMessageBatch: operation<SendMessageBatchRequest, SendMessageBatchResult>({
      permissions: onQueue('SendMessage'),
      run(input, { caller }) {
        const listed = named(input);
        checkTotal(input);
        return eachOf(input.Entries, (entry, Id) => ({ Id, ...send(listed, entry, caller.arn) }));
      },
    }),
    ReceiveMessage: operation<ReceiveMessageRequest, ReceiveMessageResult>({
      permissions: onQueue('ReceiveMessage'),
      async run(input) {
        const { queue, settings } = named(input);
        const { MaxNumberOfMessages: limit = 1, WaitTimeSeconds: waitSeconds = settings.waitSeconds } = input;
        const { VisibilityTimeout: visibilitySeconds = settings.visibilitySeconds } = input;
        if (limit < 1 || limit > 10) {
          throw invalidValue(limit, 'MaxNumberOfMessages', 'Must be between 1 and 10, if provided.');
        }
        if (waitSeconds < 0 || waitSeconds > 20) {
          throw invalidValue(waitSeconds, 'WaitTimeSeconds', 'Must be >= 0 and <= 20, if provided.');
        }
        if (visibilitySeconds < 0 || visibilitySeconds > 43_200) {
          throw invalidValue(visibilitySeconds, 'VisibilityTimeout', 'Must be >= 0 and <= 43200, if provided.');
        }
        const messages = await receive(queue, clock, { limit, visibilitySeconds, waitSeconds });
        const system = [...(input.AttributeNames ?? []), ...(input.MessageSystemAttributeNames ?? [])];
        const shown = messages.map((message) => forReceiver(message, system, input.MessageAttributeNames ?? []));
        return shown.length === 0 ? {} : { Messages: shown };
      },
    }),
    DeleteMessage: operation<DeleteMessageRequest, object>({
      permissions: onQueue('DeleteMessage'),
      run(input) {
        deleteByReceipt(named(input), input.ReceiptHandle, clock.now());
        return {};
      },
    }),
    DeleteMessageBatch: operation<DeleteMessageBatchRequest, DeleteMessageBatchResult>({
      permissions: onQueue('DeleteMessage'),
      run(input) {
        const listed = named(input);
        return eachOf(input.Entries, (entry, Id) => {
          deleteByReceipt(listed, entry.ReceiptHandle, clock.now());
          return { Id };
        });
      },
    }),
    ChangeMessageVisibility: operation<ChangeMessageVisibilityRequest, object>({
      permissions: onQueue('ChangeMessageVisibility'),
      run(input) {
        hideByReceipt(named(input), input.ReceiptHandle, input.VisibilityTimeout);
        return {};
      },
    }),
    ChangeMessageVisibilityBatch: operation<ChangeMessageVisibilityBatchRequest, ChangeMessageVisibilityBatchResult>({
      permissions: onQueue('ChangeMessageVisibility'),
      run(input) {
        const listed = named(input);
        return eachOf(input.Entries, (entry, Id) => {
          hideByReceipt(listed, entry.ReceiptHandle, entry.VisibilityTimeout);
          return { Id };
        });
      },
    }),
  };
}

function send(
  { queue, settings }: Listed,
  request: SendRequest,
  sender: string,
): SendMessageResult & { MD5OfMessageBody: string; MessageId: string } {
  const draft = draftOf(request, settings, sender);
  const [message] = queue.add([draft]);
  if (message === undefined) throw new Error('a queue gave no answer to a message');
  const digest = md5OfAttributes(draft.attributes);
  const { traceHeader } = draft;
  return {
    MessageId: message.id,
    MD5OfMessageBody: md5(draft.body),
    ...(digest === undefined ? {} : { MD5OfMessageAttributes: digest }),
    ...(traceHeader === undefined ? {} : { MD5OfMessageSystemAttributes: md5OfTrace(traceHeader) }),
    ...(message.sequence === undefined ? {} : { SequenceNumber: message.sequence }),
  };
}

function md5OfTrace(text: string): string {
  return md5OfAttributes({ AWSTraceHeader: { type: 'String', text } }) ?? '';
}

function checkTotal({ Entries }: SendMessageBatchRequest): void {
  const most = 1_048_576;
  const bytes = (Entries ?? []).reduce((sum, { MessageBody }) => sum + Buffer.byteLength(MessageBody ?? ''), 0);
  if (bytes <= most) return;
  const message = `Batch requests cannot be longer than ${most} bytes. You have sent ${bytes} bytes.`;
  throw new AwsError('BatchRequestTooLong', message);
}
