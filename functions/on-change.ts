import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand, type PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import type { LogLine, Notice } from '../core/domain/log-line.ts';
import { asStored } from './aws/document-client.ts';
import { variable } from './environment.ts';
import { log } from './log.ts';

/** PutEvents takes ten at a time. */
const BATCH = 10;

const client = new EventBridgeClient({});

/** The outbox: log lines that are safe in the table leave for the bus, in order, at least once. */
export async function handler({ Records }: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> {
  for (let start = 0; start < Records.length; start += BATCH) {
    const records = Records.slice(start, start + BATCH);
    const { Entries = [] } = await client.send(new PutEventsCommand({ Entries: records.map(toEntry) }));
    const failed = Entries.findIndex(({ ErrorCode }) => ErrorCode !== undefined);
    if (failed === -1) continue;
    log.error('an event was not taken', { event: 'version:outbox:failed', code: Entries[failed]?.ErrorCode });
    // From the first that failed on, the stream hands all of them over again: order is kept, some come twice.
    const sequence = records[failed]?.dynamodb?.SequenceNumber;
    return { batchItemFailures: sequence === undefined ? [] : [{ itemIdentifier: sequence }] };
  }
  return { batchItemFailures: [] };
}

function toEntry(record: DynamoDBRecord): PutEventsRequestEntry {
  const { line } = asStored<{ line: LogLine | Notice }>(unmarshall(asImage(record)));
  const { event, data, ...rest } = line;
  return {
    EventBusName: variable('EVENT_BUS_NAME'),
    Source: 'belay',
    DetailType: event,
    Time: new Date(line.at),
    Resources: ['deployment' in line ? line.deployment : line.service],
    Detail: JSON.stringify({ ...data, ...rest }),
  };
}

/** The stream's types and the client's name the same attribute values twice. */
function asImage(record: DynamoDBRecord): Record<string, AttributeValue> {
  const image = record.dynamodb?.NewImage;
  if (image === undefined)
    throw new Error('the stream gave a record without its new image; the table must have NEW_IMAGE');
  return image as Record<string, AttributeValue>;
}
