import type { MessageAttributeValue, MessageSystemAttributeValue } from '@aws-sdk/client-sqs';
import { AwsError } from '../kernel/aws-error.ts';
import type { Draft, MessageAttribute } from './message.ts';
import type { QueueSettings } from './queue-settings.ts';
import { invalid, invalidValue, missing } from './refusals.ts';

/** What SendMessage and one entry of SendMessageBatch have in common. */
export interface SendRequest {
  readonly MessageBody: string | undefined;
  readonly DelaySeconds?: number | undefined;
  readonly MessageAttributes?: Record<string, MessageAttributeValue> | undefined;
  readonly MessageSystemAttributes?: Record<string, MessageSystemAttributeValue> | undefined;
  readonly MessageDeduplicationId?: string | undefined;
  readonly MessageGroupId?: string | undefined;
}

const NOT_ALLOWED = /[^\t\n\r -\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u;
const LABEL = /^[A-Za-z0-9!"#$%&'()*+,\-./:;<=>?@[\\\]^_`{|}~]{1,128}$/;
const ATTRIBUTE_NAME = /^(?!aws\.|amazon\.)[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*$/i;

/** Checks what somebody sends. Throws SQS's errors, which name the parameter. */
export function draftOf(request: SendRequest, settings: QueueSettings, sender: string): Draft {
  const {
    MessageBody: body,
    DelaySeconds: delay,
    MessageGroupId: group,
    MessageDeduplicationId: deduplication,
  } = request;
  if (body === undefined || body === '') throw missing('MessageBody');
  if (NOT_ALLOWED.test(body))
    throw new AwsError('InvalidMessageContents', 'Invalid characters found in the message body.');
  if (delay !== undefined && (delay < 0 || delay > 900)) {
    throw invalidValue(delay, 'DelaySeconds', 'DelaySeconds must be >= 0 and <= 900.');
  }
  checkOrder(request, settings);

  const attributes = attributesOf(request.MessageAttributes ?? {});
  const bytes = Buffer.byteLength(body) + bytesOf(attributes);
  if (bytes > settings.maximumBytes) {
    throw invalid(
      `One or more parameters are invalid. Reason: Message must be shorter than ${settings.maximumBytes} bytes.`,
    );
  }
  return {
    body,
    attributes,
    traceHeader: request.MessageSystemAttributes?.AWSTraceHeader?.StringValue,
    sender,
    group,
    deduplication,
    // A FIFO queue delays as a whole: zero means its own delay.
    delaySeconds: settings.fifo ? undefined : delay,
  };
}

function checkOrder(request: SendRequest, settings: QueueSettings): void {
  const { DelaySeconds: delay, MessageGroupId: group, MessageDeduplicationId: deduplication } = request;
  const unfit = 'The request include parameter that is not valid for this queue type.';
  if (settings.fifo) {
    if (group === undefined) throw missing('MessageGroupId');
    if (delay !== undefined && delay !== 0) throw invalidValue(delay, 'DelaySeconds', unfit);
    if (deduplication === undefined && !settings.contentBasedDeduplication) {
      throw invalid(
        'The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly',
      );
    }
  } else if (deduplication !== undefined) {
    throw invalidValue(deduplication, 'MessageDeduplicationId', unfit);
  }
  for (const [name, value] of Object.entries({ MessageGroupId: group, MessageDeduplicationId: deduplication })) {
    if (value !== undefined && !LABEL.test(value)) {
      throw invalidValue(
        value,
        name,
        `${name} can only include alphanumeric and punctuation characters. 1 to 128 in length.`,
      );
    }
  }
}

function attributesOf(given: Record<string, MessageAttributeValue>): Record<string, MessageAttribute> {
  const entries = Object.entries(given);
  if (entries.length > 10)
    throw invalid('Number of message attributes [more than 10] exceeds the allowed maximum [10].');
  return Object.fromEntries(entries.map(([name, value]) => [name, attributeOf(name, value)]));
}

function attributeOf(name: string, value: MessageAttributeValue): MessageAttribute {
  const { DataType: type = '', StringValue: text, BinaryValue: binary } = value;
  if (!ATTRIBUTE_NAME.test(name)) throw invalid(`The message attribute name '${name}' is invalid.`);
  const [base] = type.split('.');
  if (base === 'Binary' && binary !== undefined && binary.length > 0) {
    return { type, binary: Buffer.from(binary).toString('base64') };
  }
  if ((base === 'String' || base === 'Number') && text !== undefined && text !== '') {
    if (base === 'Number' && !Number.isFinite(Number(text))) {
      throw invalid(`Can't cast the value of message (user) attribute '${name}' to a number.`);
    }
    return { type, text };
  }
  if (base === 'Binary' || base === 'String' || base === 'Number') {
    throw invalid(`Message (user) attribute '${name}' must contain a non-empty value of type '${base}'.`);
  }
  throw invalid(
    `The type of message (user) attribute '${name}' is invalid: it is '${type}', not Binary, Number or String.`,
  );
}

function bytesOf(attributes: Readonly<Record<string, MessageAttribute>>): number {
  return Object.entries(attributes).reduce((sum, [name, attribute]) => {
    const value = 'text' in attribute ? Buffer.from(attribute.text) : Buffer.from(attribute.binary, 'base64');
    return sum + Buffer.byteLength(name) + Buffer.byteLength(attribute.type) + value.length;
  }, 0);
}
