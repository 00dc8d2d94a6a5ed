import { TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import type { Deployment, Live, VersionRef, Watch } from '../../core/domain/deployment.ts';
import type { LogLine } from '../../core/domain/log-line.ts';
import { lineItem } from './log-line-item.ts';

/** Takes the lock, writes the record, its place in the history and the first line: all or nothing. */
export function beginTransaction(
  table: string,
  deployment: Deployment,
  live: Live,
  line: Omit<LogLine, 'seq'>,
  takesQueued: boolean,
): TransactWriteCommand {
  const { id, service, startedAt, to } = deployment;
  return new TransactWriteCommand({
    TransactItems: [
      {
        Update: {
          TableName: table,
          Key: { pk: service, sk: 'head' },
          UpdateExpression: `SET live = :live${takesQueued ? ' REMOVE queued' : ''}`,
          ConditionExpression: `attribute_not_exists(live)${takesQueued ? ' AND queued.digest = :digest' : ''}`,
          ExpressionAttributeValues: {
            ':live': { deadTasks: {}, ...live },
            ...(takesQueued && { ':digest': to.digest }),
          },
        },
      },
      {
        Put: {
          TableName: table,
          Item: { pk: `deployment#${id}`, sk: 'record', deployment, seq: 1 },
          ConditionExpression: 'attribute_not_exists(pk)',
        },
      },
      { Put: { TableName: table, Item: { pk: service, sk: `history#${startedAt}#${id}`, deployment: id } } },
      { Put: { TableName: table, Item: lineItem({ ...line, seq: 1 }) } },
    ],
  });
}

/** Writes the verdict and the last line, and frees the lock: all or nothing, and only once. */
export function endTransaction(
  table: string,
  deployment: Deployment,
  line: LogLine,
  after: { readonly serving?: VersionRef; readonly watch?: Watch },
): TransactWriteCommand {
  const { id, service, verdict, because, endedAt } = deployment;
  const sets = [...(after.serving ? ['serving = :serving'] : []), ...(after.watch ? ['watch = :watch'] : [])];
  const removes = ['live', ...(after.watch ? [] : ['watch'])];
  return new TransactWriteCommand({
    TransactItems: [
      {
        Update: {
          TableName: table,
          Key: { pk: `deployment#${id}`, sk: 'record' },
          UpdateExpression:
            'SET deployment.#status = :ended, deployment.verdict = :verdict, deployment.because = :because, deployment.endedAt = :at',
          ConditionExpression: 'deployment.#status <> :ended',
          ExpressionAttributeNames: { '#status': 'status' },
          ExpressionAttributeValues: { ':ended': 'ended', ':verdict': verdict, ':because': because, ':at': endedAt },
        },
      },
      {
        Update: {
          TableName: table,
          Key: { pk: service, sk: 'head' },
          UpdateExpression: `${sets.length > 0 ? `SET ${sets.join(', ')} ` : ''}REMOVE ${removes.join(', ')}`,
          ConditionExpression: 'live.id = :id',
          ExpressionAttributeValues: {
            ':id': id,
            ...(after.serving && { ':serving': after.serving }),
            ...(after.watch && { ':watch': after.watch }),
          },
        },
      },
      { Put: { TableName: table, Item: lineItem(line) } },
    ],
  });
}
