import type { Caller } from '../../local/kernel/aws-service.ts';
import type { World } from '../../local/world.ts';

export const OWNER: Caller = { arn: 'arn:aws:iam::000000000000:root', role: undefined };

/** What a dead-letter queue says of an event that a function failed on. */
export interface Letter {
  readonly functionName: string;
  readonly payload: unknown;
  readonly attempts: number;
  /** The error's name and message. */
  readonly reason: string;
}

/** Takes out what lies in the queue of failed events. */
export async function takeFailed(world: World): Promise<readonly Letter[]> {
  return (await takeFrom(world, '-Failed')).map((body) => {
    const { requestContext, requestPayload, responsePayload } = JSON.parse(body);
    return {
      functionName: String(requestContext.functionArn).split(':')[6] ?? '',
      payload: requestPayload,
      attempts: requestContext.approximateInvokeCount,
      reason: `${responsePayload.errorType}: ${responsePayload.errorMessage}`,
    };
  });
}

/** Takes out the messages of the queue whose name has `part` in it. */
export async function takeFrom(world: World, part: string): Promise<readonly string[]> {
  const QueueUrl = await queueUrl(world, part);
  const bodies: string[] = [];
  for (;;) {
    const { Messages = [] } = await world.wire.dispatch(
      'sqs',
      'ReceiveMessage',
      { QueueUrl, MaxNumberOfMessages: 10 },
      OWNER,
    );
    const messages = Messages as readonly { readonly Body: string; readonly ReceiptHandle: string }[];
    if (messages.length === 0) return bodies;
    for (const { Body, ReceiptHandle } of messages) {
      bodies.push(Body);
      await world.wire.dispatch('sqs', 'DeleteMessage', { QueueUrl, ReceiptHandle }, OWNER);
    }
  }
}

export async function queueUrl(world: World, part: string): Promise<string> {
  const { QueueUrls = [] } = await world.wire.dispatch('sqs', 'ListQueues', {}, OWNER);
  const found = (QueueUrls as readonly string[]).filter((url) => url.includes(part));
  if (found.length !== 1) throw new Error(`${found.length} queues ${part} of ${QueueUrls}`);
  return String(found[0]);
}

/** Hands an event to a function, as EventBridge and the Scheduler do: nobody waits for an answer. */
export async function send(world: World, functionName: string, payload: unknown): Promise<void> {
  const Payload = Buffer.from(JSON.stringify(payload));
  const invocation = { FunctionName: `belay-${functionName}:live`, InvocationType: 'Event', Payload };
  await world.wire.dispatch('lambda', 'Invoke', invocation, OWNER);
}
