import * as z from 'zod/mini';
import type { Logs, WrittenLine } from '../../core/ports.ts';
import type { JsonCaller } from './json-caller.ts';

/** So many pages are asked for one answer: CloudWatch Logs gives empty ones while it still searches. */
const MOST_PAGES = 10;

/** So many pages of a thousand lines are searched for a pattern: a gate has minutes for it, not hours. */
const MOST_SEARCHED = 50;

/** What makes a line an error, for people who look for one: any of these, as CloudWatch Logs writes "or". */
const ERRORS =
  '?ERROR ?Error ?error ?FATAL ?Fatal ?fatal ?Exception ?exception ?panic ?OutOfMemory ?"out of memory" ?Killed';

const Events = z.object({ events: z._default(z.array(z.object({ timestamp: z.number(), message: z.string() })), []) });
const Found = z.object({
  events: z._default(
    z.array(z.object({ timestamp: z.number(), message: z.string(), logStreamName: z.string(), eventId: z.string() })),
    [],
  ),
  nextToken: z.optional(z.string()),
});

/** CloudWatch Logs. */
export function cloudWatchLogs(call: JsonCaller): Logs {
  return {
    last: (logGroupName, logStreamName, limit) =>
      told(async () => {
        const input = { logGroupName, logStreamName, limit, startFromHead: false };
        const { events } = Events.parse(await call('GetLogEvents', input));
        return events.map(({ timestamp, message }, index) => ({
          at: timestamp,
          stream: logStreamName,
          id: `${timestamp}-${index}`,
          text: message,
        }));
      }),

    since: (logGroupName, logStreamNamePrefix, startTime, { until, limit, onlyErrors }) =>
      told(async () => {
        const lines: WrittenLine[] = [];
        let nextToken: string | undefined;
        for (let page = 0; page < MOST_PAGES && lines.length < limit; page++) {
          const found = Found.parse(
            await call('FilterLogEvents', {
              logGroupName,
              logStreamNamePrefix,
              startTime,
              limit: limit - lines.length,
              ...(until !== undefined && { endTime: until }),
              ...(onlyErrors && { filterPattern: ERRORS }),
              ...(nextToken !== undefined && { nextToken }),
            }),
          );
          lines.push(...found.events.map(toLine));
          nextToken = found.nextToken;
          if (nextToken === undefined) break;
        }
        return lines;
      }),

    matching: (logGroupName, logStreamNamePrefix, startTime, filterPattern) =>
      told(async () => {
        const lines: WrittenLine[] = [];
        const search = { logGroupName, logStreamNamePrefix, startTime, filterPattern, limit: 1000 };
        let nextToken: string | undefined;
        for (let page = 0; page < MOST_SEARCHED; page++) {
          const found = Found.parse(
            await call('FilterLogEvents', { ...search, ...(nextToken !== undefined && { nextToken }) }),
          );
          lines.push(...found.events.map(toLine));
          nextToken = found.nextToken;
          if (nextToken === undefined) break;
        }
        return { lines, complete: nextToken === undefined };
      }),
  };
}

function toLine({ timestamp, message, logStreamName, eventId }: z.infer<typeof Found>['events'][number]): WrittenLine {
  return { at: timestamp, stream: logStreamName, id: eventId, text: message };
}

async function told<Read>(read: () => Promise<Read>): Promise<Read | 'gone' | 'closed'> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    if (error.name === 'ResourceNotFoundException') return 'gone';
    if (error.name === 'AccessDeniedException') return 'closed';
    throw error;
  }
}
