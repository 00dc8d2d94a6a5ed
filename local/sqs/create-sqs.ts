import { ACCOUNT } from '../kernel/account.ts';
import type { AwsService } from '../kernel/aws-service.ts';
import type { Clock } from '../kernel/clock.ts';
import type { StateFiles } from '../kernel/state-files.ts';
import type { Provisioner } from '../template/provisioner.ts';
import { consumeQueue } from './consumer.ts';
import { draftOf } from './draft.ts';
import { messageOperations } from './message-operations.ts';
import type { Queues } from './ports.ts';
import { type SqsTypes, sqsProvisioners } from './provisioners.ts';
import { QueueDirectory } from './queue-directory.ts';
import { queueOperations } from './queue-operations.ts';
import { allowsSend } from './queue-policy.ts';

/** What SQS needs from the other parts of the local AWS. */
export interface SqsWorld {
  readonly clock: Clock;
  readonly state: StateFiles;
  /** Where queue URLs begin: `http://127.0.0.1:4566`. */
  readonly endpointUrl: string;
}

export interface Sqs {
  readonly service: AwsService;
  readonly queues: Queues;
  readonly provisioners: Record<SqsTypes, Provisioner>;
  /** Stops all timers and listeners. The messages stay. */
  close(): void;
}

export function createSqs({ clock, state, endpointUrl }: SqsWorld): Sqs {
  const directory = new QueueDirectory(clock, state);
  const urlOf = (name: string): string => `${endpointUrl}/${ACCOUNT}/${name}`;

  const queues: Queues = {
    send(queueArn, body, attributes = {}, group = undefined) {
      const { queue, settings } = directory.named(queueArn);
      const given = Object.entries(attributes).map(([name, value]) => [
        name,
        { DataType: 'String', StringValue: value },
      ]);
      const request = { MessageBody: body, MessageAttributes: Object.fromEntries(given), MessageGroupId: group };
      queue.add([draftOf(request, settings, `arn:aws:iam::${ACCOUNT}:root`)]);
    },
    consume: (queueArn, options, handle) => consumeQueue(directory.named(queueArn).queue, options, handle),
    depth: (queueArn) => directory.named(queueArn).queue.counts().visible,
    onDepthChange: (listener) => directory.onDepthChange(listener),
    allows(queueArn, service, sourceArn) {
      const { arn, settings } = directory.named(queueArn);
      return settings.policy !== undefined && allowsSend(settings.policy, arn, service, sourceArn);
    },
  };

  return {
    service: {
      name: 'sqs',
      operations: { ...queueOperations(directory, clock, urlOf), ...messageOperations(directory, clock) },
    },
    queues,
    provisioners: sqsProvisioners(directory, urlOf),
    close: () => directory.close(),
  };
}
