import type { MessageAttributeValue, MessageSystemAttributeName, Message as SdkMessage } from '@aws-sdk/client-sqs';
import { md5, md5OfAttributes } from './digest.ts';
import type { Message, MessageAttribute } from './message.ts';
import type { QueueMessage } from './ports.ts';

/** The handle by which a received message is deleted or hidden; an older one is out of date. */
export function receiptHandleOf(message: Message): string {
  return `${message.id}#${message.receipt ?? ''}`;
}

/** What the system says of a message, by SQS's names. */
export function systemAttributesOf(message: Message): Partial<Record<MessageSystemAttributeName, string>> {
  return {
    ApproximateReceiveCount: String(message.received),
    SentTimestamp: String(message.sentAt),
    SenderId: message.sender,
    ...(message.firstReceivedAt === undefined
      ? {}
      : { ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt) }),
    ...(message.group === undefined ? {} : { MessageGroupId: message.group }),
    ...(message.deduplication === undefined ? {} : { MessageDeduplicationId: message.deduplication }),
    ...(message.sequence === undefined ? {} : { SequenceNumber: message.sequence }),
    ...(message.traceHeader === undefined ? {} : { AWSTraceHeader: message.traceHeader }),
    ...(message.deadLetterSource === undefined ? {} : { DeadLetterQueueSourceArn: message.deadLetterSource }),
  };
}

/** A message for a consumer in this process. */
export function forConsumer(message: Message): QueueMessage {
  const texts = Object.entries(message.attributes).flatMap(([name, attribute]) =>
    'text' in attribute ? [[name, attribute.text] as const] : [],
  );
  return {
    messageId: message.id,
    receiptHandle: receiptHandleOf(message),
    body: message.body,
    attributes: systemAttributesOf(message),
    messageAttributes: Object.fromEntries(texts),
  };
}

/** A message as ReceiveMessage gives it, with the attributes that were asked for. */
export function forReceiver(message: Message, system: readonly string[], names: readonly string[]): SdkMessage {
  const wanted = Object.entries(systemAttributesOf(message)).filter(
    ([name]) => system.includes('All') || system.includes(name),
  );
  const attributes = Object.fromEntries(
    Object.entries(message.attributes).filter(([name]) => names.some((pattern) => asksFor(pattern, name))),
  );
  const digest = md5OfAttributes(attributes);
  return {
    MessageId: message.id,
    ReceiptHandle: receiptHandleOf(message),
    MD5OfBody: md5(message.body),
    Body: message.body,
    ...(wanted.length === 0 ? {} : { Attributes: Object.fromEntries(wanted) }),
    ...(digest === undefined ? {} : { MD5OfMessageAttributes: digest, MessageAttributes: toSdk(attributes) }),
  };
}

function asksFor(pattern: string, name: string): boolean {
  if (pattern === 'All' || pattern === '.*' || pattern === name) return true;
  return pattern.endsWith('.*') && name.startsWith(pattern.slice(0, -1));
}

function toSdk(attributes: Readonly<Record<string, MessageAttribute>>): Record<string, MessageAttributeValue> {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, attribute]) => [
      name,
      'text' in attribute
        ? { DataType: attribute.type, StringValue: attribute.text }
        : { DataType: attribute.type, BinaryValue: new Uint8Array(Buffer.from(attribute.binary, 'base64')) },
    ]),
  );
}
