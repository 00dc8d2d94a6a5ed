import { z } from 'zod';
import type { Properties } from '../template/provisioner.ts';
import { parseProperties } from './parse-properties.ts';

/** An `AWS::Lambda::EventSourceMapping`. */
export interface SourceSettings {
  readonly source: string;
  readonly kind: 'stream' | 'queue';
  /** Name or ARN of the function, with a qualifier where the mapping has one. */
  readonly functionName: string;
  readonly enabled: boolean;
  readonly batchSize: number;
  /** How long to gather records for one batch. */
  readonly windowMs: number;
  readonly startingPosition: 'LATEST' | 'TRIM_HORIZON';
  /** EventBridge patterns; an event passes when one matches, or when there are none. */
  readonly patterns: readonly unknown[];
  readonly reportsItemFailures: boolean;
  readonly bisect: boolean;
  /** -1: for ever. */
  readonly retries: number;
  /** `undefined`: as long as the stream keeps records. */
  readonly longestAgeMs: number | undefined;
  /** ARN of a queue. */
  readonly onFailure: string | undefined;
}

const common = {
  FunctionName: z.string(),
  EventSourceArn: z.string(),
  Enabled: z.boolean().default(true),
  FilterCriteria: z.strictObject({ Filters: z.array(z.strictObject({ Pattern: z.string() })).max(10) }).optional(),
  FunctionResponseTypes: z.array(z.literal('ReportBatchItemFailures')).default([]),
  Tags: z.unknown().optional(),
};

const stream = z.strictObject({
  ...common,
  BatchSize: z.coerce.number().int().min(1).max(10_000).default(100),
  MaximumBatchingWindowInSeconds: z.coerce.number().int().min(0).max(300).default(0),
  StartingPosition: z.enum(['LATEST', 'TRIM_HORIZON']),
  BisectBatchOnFunctionError: z.boolean().default(false),
  MaximumRetryAttempts: z.coerce.number().int().min(-1).max(10_000).default(-1),
  MaximumRecordAgeInSeconds: z.coerce.number().int().min(-1).max(604_800).default(-1),
  ParallelizationFactor: z.literal(1).optional(),
  DestinationConfig: z
    .strictObject({ OnFailure: z.strictObject({ Destination: z.string().startsWith('arn:aws:sqs:') }).optional() })
    .optional(),
});

const queue = z.strictObject({ ...common, BatchSize: z.coerce.number().int().min(1).max(10_000).default(10) });

/** Reads the properties of an event source mapping. Sources other than DynamoDB streams and SQS are refused. */
export function sourceSettings(properties: Properties): SourceSettings {
  const source = properties.EventSourceArn;
  if (typeof source === 'string' && source.startsWith('arn:aws:sqs:')) {
    const parsed = parseProperties(queue, properties);
    return {
      ...shared(parsed),
      kind: 'queue',
      batchSize: parsed.BatchSize,
      windowMs: 0,
      startingPosition: 'TRIM_HORIZON',
      bisect: false,
      retries: -1,
      longestAgeMs: undefined,
      onFailure: undefined,
    };
  }
  if (typeof source === 'string' && /^arn:aws:dynamodb:.*\/stream\//.test(source)) {
    const parsed = parseProperties(stream, properties);
    return {
      ...shared(parsed),
      kind: 'stream',
      batchSize: parsed.BatchSize,
      windowMs: parsed.MaximumBatchingWindowInSeconds * 1000,
      startingPosition: parsed.StartingPosition,
      bisect: parsed.BisectBatchOnFunctionError,
      retries: parsed.MaximumRetryAttempts,
      longestAgeMs: parsed.MaximumRecordAgeInSeconds < 0 ? undefined : parsed.MaximumRecordAgeInSeconds * 1000,
      onFailure: parsed.DestinationConfig?.OnFailure?.Destination,
    };
  }
  throw new Error(`EventSourceArn: ${String(source)} is neither a DynamoDB stream nor an SQS queue.`);
}

function shared(
  parsed: z.infer<typeof queue> | z.infer<typeof stream>,
): Pick<SourceSettings, 'source' | 'functionName' | 'enabled' | 'patterns' | 'reportsItemFailures'> {
  return {
    source: parsed.EventSourceArn,
    functionName: parsed.FunctionName,
    enabled: parsed.Enabled,
    patterns: (parsed.FilterCriteria?.Filters ?? []).map(({ Pattern }) => parsePattern(Pattern)),
    reportsItemFailures: parsed.FunctionResponseTypes.length > 0,
  };
}

function parsePattern(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`FilterCriteria: ${text} is not JSON.`);
  }
}
