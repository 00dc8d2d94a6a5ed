import { type Properties, type Provisioner, physicalName, type ResourceContext } from '../template/provisioner.ts';
import type { QueueDirectory } from './queue-directory.ts';
import { shortName } from './short-name.ts';

const ATTRIBUTES = [
  'ContentBasedDeduplication',
  'DeduplicationScope',
  'DelaySeconds',
  'FifoThroughputLimit',
  'MaximumMessageSize',
  'MessageRetentionPeriod',
  'ReceiveMessageWaitTimeSeconds',
  'RedrivePolicy',
  'SqsManagedSseEnabled',
  'VisibilityTimeout',
];

export type SqsTypes = 'AWS::SQS::Queue' | 'AWS::SQS::QueuePolicy';

export function sqsProvisioners(
  directory: QueueDirectory,
  urlOf: (name: string) => string,
): Record<SqsTypes, Provisioner> {
  return {
    'AWS::SQS::Queue': {
      provision(properties, context) {
        const name = nameOf(properties, context);
        const policy = directory.find(name)?.attributes.Policy;
        const attributes = { ...attributesOf(properties), ...(policy === undefined ? {} : { Policy: policy }) };
        const { arn } = directory.put(name, attributes);
        return { ref: urlOf(name), attributes: { Arn: arn, QueueName: name, QueueUrl: urlOf(name) } };
      },
    },
    'AWS::SQS::QueuePolicy': {
      provision({ Queues: queues, PolicyDocument: document }, context) {
        if (!Array.isArray(queues)) throw new Error(`Queues of ${context.logicalId} must be a list of queue URLs`);
        if (document === undefined) throw new Error(`PolicyDocument of ${context.logicalId} is missing`);
        for (const url of queues) {
          const { name, attributes } = directory.named(String(url));
          directory.put(name, { ...attributes, Policy: JSON.stringify(document) });
        }
        return { ref: physicalName(context), attributes: { Id: physicalName(context) } };
      },
    },
  };
}

function nameOf({ QueueName: name, FifoQueue: fifo }: Properties, context: ResourceContext): string {
  if (typeof name === 'string') return name;
  return isTrue(fifo) ? `${shortName(physicalName(context), 75)}.fifo` : shortName(physicalName(context), 80);
}

function attributesOf(properties: Properties): Record<string, string> {
  const known = new Set([...ATTRIBUTES, 'QueueName', 'FifoQueue', 'Tags']);
  const stranger = Object.keys(properties).find((name) => !known.has(name));
  if (stranger !== undefined) throw new Error(`the local SQS does not support the property ${stranger} of a queue`);

  const given = ATTRIBUTES.flatMap((name) => {
    const value = properties[name];
    if (value === undefined) return [];
    return [[name, typeof value === 'object' ? JSON.stringify(value) : String(value)] as const];
  });
  return { ...Object.fromEntries(given), ...(isTrue(properties.FifoQueue) ? { FifoQueue: 'true' } : {}) };
}

function isTrue(value: unknown): boolean {
  return value === true || value === 'true';
}
