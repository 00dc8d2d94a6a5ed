import { z } from 'zod';
import { AwsError } from '../kernel/aws-error.ts';
import { parsePolicy, type QueuePolicy } from './queue-policy.ts';

/** A queue's settings, read from its attributes. */
export interface QueueSettings {
  readonly fifo: boolean;
  readonly visibilitySeconds: number;
  readonly delaySeconds: number;
  readonly retentionSeconds: number;
  readonly maximumBytes: number;
  readonly waitSeconds: number;
  readonly contentBasedDeduplication: boolean;
  readonly deduplicationPerGroup: boolean;
  readonly redrive: Redrive | undefined;
  readonly policy: QueuePolicy | undefined;
}

export interface Redrive {
  readonly deadLetterTargetArn: string;
  readonly maxReceiveCount: number;
}

/** A queue's attributes by their AWS names; all of them are text. */
export type QueueAttributes = Readonly<Record<string, string>>;

export const DEFAULTS: QueueAttributes = {
  DelaySeconds: '0',
  MaximumMessageSize: '1048576',
  MessageRetentionPeriod: '345600',
  ReceiveMessageWaitTimeSeconds: '0',
  SqsManagedSseEnabled: 'true',
  VisibilityTimeout: '30',
};
export const FIFO_DEFAULTS: QueueAttributes = {
  ContentBasedDeduplication: 'false',
  DeduplicationScope: 'queue',
  FifoThroughputLimit: 'perQueue',
};

const RANGES: Readonly<Record<string, readonly [number, number]>> = {
  DelaySeconds: [0, 900],
  MaximumMessageSize: [1_024, 1_048_576],
  MessageRetentionPeriod: [60, 1_209_600],
  ReceiveMessageWaitTimeSeconds: [0, 20],
  VisibilityTimeout: [0, 43_200],
};
const CHOICES: Readonly<Record<string, readonly string[]>> = {
  ContentBasedDeduplication: ['true', 'false'],
  DeduplicationScope: ['queue', 'messageGroup'],
  FifoQueue: ['true'],
  FifoThroughputLimit: ['perQueue', 'perMessageGroupId'],
  SqsManagedSseEnabled: ['true', 'false'],
};
const REDRIVE = z.object({
  deadLetterTargetArn: z.string(),
  maxReceiveCount: z.coerce.number().int().min(1).max(1_000),
});
const FIFO_ONLY = new Set(['FifoQueue', 'ContentBasedDeduplication', 'DeduplicationScope', 'FifoThroughputLimit']);

/** Reads attributes. Throws InvalidAttributeName or InvalidAttributeValue, which name the attribute. */
export function settingsOf(attributes: QueueAttributes): QueueSettings {
  const fifo = attributes.FifoQueue === 'true';
  for (const [name, value] of Object.entries(attributes)) check(name, value, fifo);
  const all = { ...DEFAULTS, ...(fifo ? FIFO_DEFAULTS : {}), ...attributes };
  return {
    fifo,
    visibilitySeconds: Number(all.VisibilityTimeout),
    delaySeconds: Number(all.DelaySeconds),
    retentionSeconds: Number(all.MessageRetentionPeriod),
    maximumBytes: Number(all.MaximumMessageSize),
    waitSeconds: Number(all.ReceiveMessageWaitTimeSeconds),
    contentBasedDeduplication: all.ContentBasedDeduplication === 'true',
    deduplicationPerGroup: all.DeduplicationScope === 'messageGroup',
    redrive: readRedrive(attributes.RedrivePolicy),
    policy: attributes.Policy ? parsePolicy(attributes.Policy) : undefined,
  };
}

function check(name: string, value: string, fifo: boolean): void {
  const range = RANGES[name];
  const choices = CHOICES[name];
  if (FIFO_ONLY.has(name) && !fifo) throw new AwsError('InvalidAttributeName', `Unknown Attribute ${name}.`);
  if (range !== undefined) {
    const [least, most] = range;
    if (!/^\d+$/.test(value) || Number(value) < least || Number(value) > most) throw wrongValue(name);
  } else if (choices !== undefined) {
    if (!choices.includes(value)) throw wrongValue(name);
  } else if (!['Policy', 'RedrivePolicy'].includes(name)) {
    throw new AwsError('InvalidAttributeName', `Unknown Attribute ${name}. The local SQS has no such attribute.`);
  }
}

function readRedrive(text: string | undefined): Redrive | undefined {
  if (text === undefined || text === '') return undefined;
  let policy: unknown;
  try {
    policy = JSON.parse(text);
  } catch {
    throw wrongValue('RedrivePolicy');
  }
  const result = REDRIVE.safeParse(policy);
  if (!result.success) throw wrongValue('RedrivePolicy');
  return result.data;
}

function wrongValue(name: string): AwsError {
  return new AwsError('InvalidAttributeValue', `Invalid value for the parameter ${name}.`);
}
