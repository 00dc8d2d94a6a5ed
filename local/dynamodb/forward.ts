import { crc32 } from 'node:zlib';
import { REGION } from '../kernel/account.ts';
import { answerAsAsked, askForCapacity, type Consumed, consumedOf } from './capacity.ts';
import type { EngineArns } from './engine-arns.ts';
import type { EngineAnswer, SendToEngine } from './engine-client.ts';
import { OPERATIONS } from './operations.ts';
import { writtenTables } from './permissions.ts';
import { streamOfIterator, unwrapIterator, wrapIterator } from './shard-iterator.ts';

type Json = Readonly<Record<string, unknown>>;

/** An answer for the wire. */
export interface Forwarded {
  readonly status: number;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Hands a request on to the engine, and its answer back with the local account's ARNs. The engine's errors go through as
 * they are. `target` is the whole `X-Amz-Target`.
 */
export function forwarder(world: {
  readonly send: SendToEngine;
  readonly arns: EngineArns;
  /** A time of this machine (milliseconds) as the local AWS's clock shows it. */
  localTime(real: number): number;
  onCapacity(consumed: Consumed): void;
  /** After a write that succeeded. */
  onWrite(table: string): void;
  onProblem(message: string): void;
}): (target: string, body: string) => Promise<Forwarded> {
  const { arns } = world;
  return async (target, body) => {
    const operation = target.slice(target.indexOf('.') + 1);
    const kind = OPERATIONS[operation];
    const input = parseObject(body);
    if (kind === undefined || input === undefined) return withHeaders(await send(target, body));

    const data = kind === 'read' || kind === 'write';
    const outgoing = JSON.stringify(data ? askForCapacity(input) : withEngineIterator(operation, input));
    const answer = await send(target, data ? outgoing : arns.toEngine(outgoing));
    if (answer.status !== 200 && data) return withHeaders(answer);
    if (answer.status !== 200 || kind === 'table') {
      return withHeaders({ ...answer, body: arns.toLocal(answer.body) });
    }

    const output = parseObject(answer.body) ?? {};
    if (kind === 'stream') {
      return withHeaders({ ...answer, body: JSON.stringify(streamAnswer(operation, input, output)) });
    }
    for (const consumed of consumedOf(operation, kind, output)) world.onCapacity(consumed);
    if (kind === 'write') for (const table of writtenTables(operation, input)) world.onWrite(table);
    return withHeaders({ ...answer, body: JSON.stringify(answerAsAsked(input.ReturnConsumedCapacity, output)) });
  };

  /** Records carry items, so what belongs to the engine in them is set field by field. */
  function streamAnswer(operation: string, input: Json, output: Json): unknown {
    switch (operation) {
      case 'GetShardIterator':
        return { ShardIterator: wrapIterator(String(input.StreamArn), String(output.ShardIterator)) };
      case 'GetRecords': {
        const next = output.NextShardIterator;
        const Records = objects(output.Records).map((record) => localRecord(record, world.localTime));
        const streamArn = streamOfIterator(String(input.ShardIterator));
        return typeof next === 'string' ? { Records, NextShardIterator: wrapIterator(streamArn, next) } : { Records };
      }
      default:
        return JSON.parse(arns.toLocal(JSON.stringify(withOpenShard(output))));
    }
  }

  async function send(target: string, body: string): Promise<EngineAnswer> {
    try {
      return await world.send(target, body);
    } catch (error) {
      // The SDK tries a 500 again, and by then the engine is back.
      world.onProblem(`${target} did not reach the DynamoDB engine: ${error instanceof Error ? error.message : error}`);
      const __type = 'com.amazonaws.dynamodb.v20120810#InternalServerError';
      return { status: 500, body: JSON.stringify({ __type, message: 'The DynamoDB engine does not answer.' }) };
    }
  }
}

function withEngineIterator(operation: string, input: Json): Json {
  const { ShardIterator } = input;
  return operation === 'GetRecords' && typeof ShardIterator === 'string'
    ? { ...input, ShardIterator: unwrapIterator(ShardIterator) }
    : input;
}

function localRecord(record: Json, localTime: (real: number) => number): Json {
  const change = isObject(record.dynamodb) ? record.dynamodb : {};
  const created = Number(change.ApproximateCreationDateTime) * 1000;
  const ApproximateCreationDateTime = Math.floor(localTime(created) / 1000);
  return { ...record, awsRegion: REGION, dynamodb: { ...change, ApproximateCreationDateTime } };
}

/** The newest shard is still written to: on AWS it has no last number, while the engine gives one. */
function withOpenShard(output: Json): Json {
  const { StreamDescription: description } = output;
  if (!isObject(description)) return output;
  const shards = objects(description.Shards);
  const Shards = shards.map((shard, index) => {
    if (index < shards.length - 1 || !isObject(shard.SequenceNumberRange)) return shard;
    const { StartingSequenceNumber } = shard.SequenceNumberRange;
    return { ...shard, SequenceNumberRange: { StartingSequenceNumber } };
  });
  return { ...output, StreamDescription: { ...description, Shards } };
}

function objects(value: unknown): readonly Json[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function parseObject(text: string): Json | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function withHeaders({ status, body }: EngineAnswer): Forwarded {
  return {
    status,
    body,
    headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amz-crc32': String(crc32(body)) },
  };
}
