import type { PutCommandInput, TransactWriteCommandInput, UpdateCommandInput } from '@aws-sdk/lib-dynamodb';
import type { Deployment, Live, ServingRef, Watch } from '../../core/domain/deployment.ts';
import { leavesWatch } from '../../core/domain/leaves-watch.ts';
import { setFields } from './update-expression.ts';

/** The partition of the index by due time in which what is live stands: what is overdue is one query, and mostly an empty one. */
export const WAITING = 'yes';
/** Another one, of services at which something is queued and that nobody holds the lock of: what is blocked may stand there for days. */
export const QUEUED = 'queued';

/** The record of a deployment that is about to begin, with its place in the history of its service. */
export function newRecord(table: string, deployment: Deployment): PutCommandInput {
  const { id, service, startedAt } = deployment;
  return {
    TableName: table,
    Item: { pk: `deployment#${id}`, sk: 'record', deployment, of: service, begun: `${startedAt}#${id}` },
    ConditionExpression: 'attribute_not_exists(pk)',
  };
}

/** Deletes a record that has no verdict, unless its deployment holds the lock after all. */
export function deleteUnbegun(
  table: string,
  id: Deployment['id'],
  service: Deployment['service'],
): TransactWriteCommandInput {
  return {
    TransactItems: [
      {
        ConditionCheck: {
          TableName: table,
          Key: { pk: service, sk: 'head' },
          ConditionExpression: 'attribute_not_exists(live) OR live.id <> :id',
          ExpressionAttributeValues: { ':id': id },
        },
      },
      {
        Delete: {
          TableName: table,
          Key: { pk: `deployment#${id}`, sk: 'record' },
          ConditionExpression: 'deployment.#status <> :ended',
          ExpressionAttributeNames: { '#status': 'status' },
          ExpressionAttributeValues: { ':ended': 'ended' },
        },
      },
    ],
  };
}

/** Takes the lock, and what was queued for this deployment out of the queue. */
export function takeLock(
  table: string,
  { service, to }: Deployment,
  { dueAt, ...live }: Live,
  takesQueued: boolean,
): UpdateCommandInput {
  return {
    TableName: table,
    Key: { pk: service, sk: 'head' },
    UpdateExpression: `SET live = :live, waiting = :yes, dueAt = :dueAt${takesQueued ? ' REMOVE queued' : ''}`,
    ConditionExpression: `attribute_not_exists(live)${takesQueued ? ' AND queued.digest = :digest' : ''}`,
    ExpressionAttributeValues: {
      ':live': { deadTasks: {}, ...live },
      ':yes': WAITING,
      ':dueAt': dueAt,
      ...(takesQueued && { ':digest': to.digest }),
    },
  };
}

/** Notes that its success is about to be written, unless somebody asked to take it back. May be repeated. */
export function settleLive(table: string, id: Deployment['id'], service: Deployment['service']): UpdateCommandInput {
  return {
    TableName: table,
    Key: { pk: service, sk: 'head' },
    UpdateExpression: 'SET live.settled = :yes',
    ConditionExpression: 'live.id = :id AND attribute_not_exists(live.stopRequested)',
    ExpressionAttributeValues: { ':id': id, ':yes': true },
  };
}

/** Writes the verdict into the record, once. */
export function endRecord(table: string, deployment: Deployment): UpdateCommandInput {
  const { id, verdict, because, endedAt, from, rollbackPoint, taskDefinition, needed } = deployment;
  const { expression, names, values } = setFields('deployment', {
    status: 'ended',
    verdict,
    because,
    endedAt,
    ...(from && { from }),
    ...(rollbackPoint !== undefined && { rollbackPoint }),
    ...(taskDefinition !== undefined && { taskDefinition }),
    ...(needed !== undefined && { needed }),
  });
  return {
    TableName: table,
    Key: { pk: `deployment#${id}`, sk: 'record' },
    UpdateExpression: expression,
    ConditionExpression: 'deployment.#status <> :ended',
    ExpressionAttributeNames: names,
    ExpressionAttributeValues: { ...values, ':ended': 'ended' },
  };
}

/**
 * Frees the lock, if this deployment holds it, and says what is so from then on. What is queued keeps the service among what is due;
 * without `queueDue` it fails where something is. What was under watch stays so where this one never had any traffic.
 */
export function freeLock(
  table: string,
  { id, service, verdict }: Deployment,
  { queueDue, ...after }: { readonly serving?: ServingRef; readonly watch?: Watch; readonly queueDue?: string },
): UpdateCommandInput {
  const nothingQueued = queueDue === undefined;
  const sets = [
    ...(after.serving ? ['serving = :serving'] : []),
    ...(after.watch ? ['watch = :watch'] : []),
    ...(nothingQueued ? [] : ['waiting = :queued', 'dueAt = :due']),
  ];
  const removes = [
    'live',
    ...(nothingQueued ? ['waiting', 'dueAt'] : []),
    ...(after.watch || leavesWatch(verdict) ? [] : ['watch']),
  ];
  return {
    TableName: table,
    Key: { pk: service, sk: 'head' },
    UpdateExpression: `${sets.length > 0 ? `SET ${sets.join(', ')} ` : ''}REMOVE ${removes.join(', ')}`,
    ConditionExpression: `live.id = :id${nothingQueued ? ' AND attribute_not_exists(queued)' : ''}`,
    ExpressionAttributeValues: {
      ':id': id,
      ...(after.serving && { ':serving': after.serving }),
      ...(after.watch && { ':watch': after.watch }),
      ...(queueDue !== undefined && { ':queued': QUEUED, ':due': queueDue }),
    },
  };
}
