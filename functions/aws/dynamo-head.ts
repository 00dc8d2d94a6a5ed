import type { UpdateCommandInput } from '@aws-sdk/lib-dynamodb';
import type { Head } from '../../core/domain/deployment.ts';
import type { ServiceKey } from '../../core/domain/names.ts';
import { Refused } from '../../core/domain/refused.ts';
import type { Deployments } from '../../core/ports.ts';
import { asRecord, isConditionFailure } from './document-client.ts';
import type { Documents } from './documents.ts';
import { setFields } from './update-expression.ts';

type Changes = Pick<Deployments, 'queue' | 'unqueue' | 'advance' | 'requestStop' | 'noteDeadTask'>;

/** Where the head of a service lies. */
export const headKey = (service: ServiceKey) => ({ pk: service, sk: 'head' });

/** The head of a service: each change is one conditional write. */
export function changesOfHead(documents: Documents, table: string): Changes {
  /** `undefined`: the condition did not hold. */
  async function changeHead(service: ServiceKey, change: Omit<UpdateCommandInput, 'TableName' | 'Key'>) {
    try {
      const { Attributes } = await documents.update({ TableName: table, Key: headKey(service), ...change });
      return asHead(Attributes ?? {});
    } catch (error) {
      if (isConditionFailure(error)) return undefined;
      throw error;
    }
  }

  return {
    async queue(service, queued) {
      const changed = await changeHead(service, {
        UpdateExpression: 'SET queued = :queued',
        ConditionExpression: 'attribute_exists(live)',
        ExpressionAttributeValues: { ':queued': queued },
      });
      return changed !== undefined;
    },

    async unqueue(service, id) {
      await changeHead(service, {
        UpdateExpression: 'REMOVE queued, waiting, dueAt',
        ConditionExpression: 'attribute_not_exists(live) AND queued.id = :id',
        ExpressionAttributeValues: { ':id': id },
      });
    },

    async advance(service, id, { dueAt, ...change }, of) {
      const { expression: fields, names, values } = setFields('live', change);
      const goesForward = change.phase !== undefined && change.phase !== 'roll-back';
      // From here on its own alarms tell.
      const expression = goesForward ? `${fields}${fields.includes('REMOVE') ? ',' : ' REMOVE'} watch` : fields;
      const { taskDefinition, newerThan } = of ?? {};
      const ofFirst = of !== undefined && newerThan === undefined;
      const ofLater = newerThan !== undefined;
      const due =
        dueAt === undefined ? '' : expression.startsWith('SET') ? 'SET dueAt = :dueAt, ' : 'SET dueAt = :dueAt ';
      const changed = await changeHead(service, {
        UpdateExpression: due === '' ? expression : `${due}${expression.replace(/^SET /, '')}`,
        ConditionExpression: `live.id = :id${goesForward ? ' AND live.#phase <> :back' : ''}${of ? ' AND live.taskDefinition = :of' : ''}${ofFirst ? ' AND attribute_not_exists(live.newerThan)' : ''}${ofLater ? ' AND live.newerThan = :newer' : ''}`,
        // DynamoDB refuses names where none is used.
        ...(expression !== '' && { ExpressionAttributeNames: names }),
        ExpressionAttributeValues: {
          ...values,
          ':id': id,
          ...(dueAt !== undefined && { ':dueAt': dueAt }),
          ...(goesForward && { ':back': 'roll-back' }),
          ...(of && { ':of': taskDefinition }),
          ...(ofLater && { ':newer': newerThan }),
        },
        ReturnValues: 'ALL_NEW',
      });
      if (changed?.live === undefined)
        throw new Refused(
          'FenceLost',
          `${id} no longer holds the lock of ${service}, or goes back. \`belay status ${service}\` tells what is under way.`,
        );
      return changed.live;
    },

    async requestStop(service, id, { cancelled, ...request }) {
      const UpdateExpression = 'SET live.stopRequested = if_not_exists(live.stopRequested, :request)';
      if (cancelled) {
        const inTime = await changeHead(service, {
          UpdateExpression,
          ConditionExpression:
            'live.id = :id AND attribute_not_exists(live.settled) AND (live.#phase = :planning OR live.#phase = :scaleUp)',
          ExpressionAttributeNames: { '#phase': 'phase' },
          ExpressionAttributeValues: {
            ':id': id,
            ':planning': 'planning',
            ':scaleUp': 'scale-up',
            ':request': { ...request, cancelled },
          },
        });
        if (inTime !== undefined) return true;
      }
      const changed = await changeHead(service, {
        UpdateExpression,
        ConditionExpression: 'live.id = :id AND attribute_not_exists(live.settled)',
        ExpressionAttributeValues: { ':id': id, ':request': request },
      });
      return changed !== undefined;
    },

    async noteDeadTask(service, id, task, why) {
      const changed = await changeHead(service, {
        UpdateExpression: 'SET live.deadTasks.#task = :why',
        ConditionExpression: 'live.id = :id',
        ExpressionAttributeNames: { '#task': task },
        ExpressionAttributeValues: { ':id': id, ':why': why },
        ReturnValues: 'ALL_NEW',
      });
      return changed && Object.keys(changed.live?.deadTasks ?? {}).length;
    },
  };
}

/** `dueAt` stands beside `live`, because an index can only be made of attributes of the item. */
export function asHead(item: Readonly<Record<string, unknown>>): Omit<Head, 'service'> {
  const { dueAt, live, waiting: _, ...rest } = asRecord<Head & { dueAt?: string; waiting?: string }>(item);
  return { ...rest, ...(live && { live: { ...live, dueAt: dueAt ?? '' } }) };
}
