import type {
  PutEventsRequest,
  PutEventsRequestEntry,
  PutEventsResponse,
  PutEventsResultEntry,
} from '@aws-sdk/client-eventbridge';
import { AwsError } from '../kernel/aws-error.ts';
import { type Operation, operation } from '../kernel/aws-service.ts';
import type { Clock } from '../kernel/clock.ts';
import { busEvent } from './bus-event.ts';
import type { EventRouter } from './event-router.ts';
import { busArn, busName } from './rule.ts';

const MOST_BYTES = 262_144;

export function putEvents(router: EventRouter, clock: Clock): Operation {
  return operation<PutEventsRequest, PutEventsResponse>({
    permissions: ({ Entries }) =>
      (Entries ?? []).map(({ EventBusName, Source = '', DetailType = '' }) => ({
        action: 'events:PutEvents',
        resource: busArn(busName(EventBusName)),
        context: { 'events:source': Source, 'events:detail-type': DetailType },
      })),
    async run({ Entries }) {
      const entries = Entries ?? [];
      if (entries.length < 1 || entries.length > 10) {
        const rule = `Member must have length between 1 and 10, not ${entries.length}`;
        throw new AwsError('ValidationException', `1 validation error detected: Value at 'entries': ${rule}`);
      }
      if (entries.reduce((sum, entry) => sum + bytesOf(entry), 0) > MOST_BYTES) {
        throw new AwsError('ValidationException', 'Total size of the entries in the request is over the limit.');
      }
      const results = await Promise.all(entries.map((entry) => putOne(router, clock, entry)));
      return { Entries: results, FailedEntryCount: results.filter(({ ErrorCode }) => ErrorCode !== undefined).length };
    },
  });
}

async function putOne(router: EventRouter, clock: Clock, entry: PutEventsRequestEntry): Promise<PutEventsResultEntry> {
  const { Source: source, DetailType: detailType, Detail: detail, Resources: resources = [], Time: time } = entry;
  if (!source) return missing('Source');
  if (!detailType) return missing('DetailType');
  if (!detail) return missing('Detail');
  if (source.startsWith('aws.')) {
    return { ErrorCode: 'NotAuthorizedForSourceException', ErrorMessage: 'Not authorized for the source.' };
  }
  const parsed = objectOf(detail);
  if (parsed === undefined) return { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' };

  const event = busEvent({ source, detailType, resources, detail: parsed }, time?.getTime() ?? clock.now());
  await router.accept(busName(entry.EventBusName), event);
  return { EventId: event.id };
}

function missing(name: string): PutEventsResultEntry {
  const reason = `Reason: ${name} is a required argument.`;
  return { ErrorCode: 'InvalidArgument', ErrorMessage: `Parameter ${name} is not valid. ${reason}` };
}

function objectOf(json: string): object | undefined {
  try {
    const value: unknown = JSON.parse(json);
    return value !== null && typeof value === 'object' && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The size of an entry as EventBridge counts it. */
function bytesOf({ Time, Source, DetailType, Detail, Resources }: PutEventsRequestEntry): number {
  const texts = [Source ?? '', DetailType ?? '', Detail ?? '', ...(Resources ?? [])];
  return texts.reduce((sum, text) => sum + Buffer.byteLength(text), Time === undefined ? 0 : 14);
}
