import { z } from 'zod';
import { arn } from '../kernel/account.ts';
import { AwsError } from '../kernel/aws-error.ts';
import type { RawService } from '../wire/raw-service.ts';
import { compileFilter } from './filter-pattern.ts';
import type { LogEvent, LogStreams } from './log-streams.ts';

const MOST = 10_000;
const limit = z.int().min(1).max(MOST).default(MOST);
const range = { startTime: z.number().default(0), endTime: z.number().default(Number.MAX_SAFE_INTEGER) };
const Get = z.strictObject({
  logGroupName: z.string(),
  logStreamName: z.string(),
  ...range,
  limit,
  startFromHead: z.boolean().default(false),
  nextToken: z
    .string()
    .regex(/^[fb]\/\d+$/)
    .optional(),
});
const Filter = z.strictObject({
  logGroupName: z.string(),
  logStreamNames: z.array(z.string()).min(1).max(100).optional(),
  logStreamNamePrefix: z.string().min(1).optional(),
  ...range,
  filterPattern: z.string().max(1024).default(''),
  nextToken: z.string().regex(/^\d+$/).optional(),
  limit,
});

/** The reading half of CloudWatch Logs. There is no client of it among the packages, so requests are held to the schemas above. */
export function logsService(streams: LogStreams): RawService {
  const operations: Readonly<Record<string, (input: unknown) => object>> = {
    GetLogEvents: (input) => getLogEvents(streams, read(Get, input)),
    FilterLogEvents: (input) => filterLogEvents(streams, read(Filter, input)),
  };
  const operationOf = (name: string): ((input: unknown) => object) => {
    const operation = Object.hasOwn(operations, name) ? operations[name] : undefined;
    if (operation !== undefined) return operation;
    throw new AwsError('UnknownOperationException', `The local CloudWatch Logs does not support ${name}.`);
  };
  return {
    name: 'logs',
    targets: ['Logs_20140328'],
    permissions(name, input) {
      operationOf(name);
      const { logGroupName } = read(z.object({ logGroupName: z.string() }), input);
      const stream = name === 'GetLogEvents' ? read(z.object({ logStreamName: z.string() }), input).logStreamName : '';
      const resource = arn('logs', `log-group:${logGroupName}:${stream === '' ? '*' : `log-stream:${stream}`}`);
      return [{ action: `logs:${name}`, resource }];
    },
    async forward(target, body) {
      const input: unknown = JSON.parse(Buffer.from(body).toString('utf8'));
      const answer = operationOf(target.slice(target.lastIndexOf('.') + 1))(input);
      const headers = { 'content-type': 'application/x-amz-json-1.1' };
      return { status: 200, headers, body: Buffer.from(JSON.stringify(answer)) };
    },
  };
}

/** With `nextToken` the events after or before those of the last answer; else the last ones, or the first from the head. */
function getLogEvents(streams: LogStreams, input: z.infer<typeof Get>): object {
  if (!streams.hasGroup(input.logGroupName)) throw missing('group');
  const kept = streams.events(input.logGroupName, input.logStreamName);
  if (kept === undefined) throw missing('stream');
  const all = kept.filter((event) => isWithin(event, input));
  const [way = input.startFromHead ? 'f' : 'b', at = input.startFromHead ? '0' : String(all.length)] =
    input.nextToken?.split('/') ?? [];
  const [start, end] =
    way === 'f'
      ? [Number(at), Math.min(all.length, Number(at) + input.limit)]
      : [Math.max(0, Number(at) - input.limit), Number(at)];
  const events = all
    .slice(start, end)
    .map(({ timestamp, message }) => ({ timestamp, message, ingestionTime: timestamp }));
  return { events, nextForwardToken: `f/${end}`, nextBackwardToken: `b/${start}` };
}

function filterLogEvents(streams: LogStreams, input: z.infer<typeof Filter>): object {
  const { logGroupName: group, logStreamNames: names, logStreamNamePrefix: prefix } = input;
  if (!streams.hasGroup(group)) throw missing('group');
  if (names !== undefined && prefix !== undefined)
    throw new AwsError('InvalidParameterException', 'logStreamNames and logStreamNamePrefix exclude each other.');
  const matches = compileFilter(input.filterPattern);
  const found = streams
    .streams(group)
    .filter((name) => (names?.includes(name) ?? true) && name.startsWith(prefix ?? ''))
    .flatMap((name) => (streams.events(group, name) ?? []).map((event) => ({ ...event, name })))
    // Here the last millisecond belongs to the range.
    .filter((event) => isWithin(event, { ...input, endTime: input.endTime + 1 }) && matches(event.message))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
  const start = Number(input.nextToken ?? 0);
  const end = start + input.limit;
  const events = found.slice(start, end).map(({ id, timestamp, message, name }) => ({
    eventId: id,
    logStreamName: name,
    timestamp,
    message,
    ingestionTime: timestamp,
  }));
  return { events, searchedLogStreams: [], ...(end < found.length && { nextToken: String(end) }) };
}

/** `startTime` is the first millisecond, `endTime` the one after the last. */
function isWithin({ timestamp }: LogEvent, { startTime, endTime }: { startTime: number; endTime: number }): boolean {
  return timestamp >= startTime && timestamp < endTime;
}

function read<Input>(schema: z.ZodType<Input>, input: unknown): Input {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const said = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
  throw new AwsError('InvalidParameterException', said);
}

function missing(what: 'group' | 'stream'): AwsError {
  return new AwsError('ResourceNotFoundException', `The specified log ${what} does not exist.`);
}
