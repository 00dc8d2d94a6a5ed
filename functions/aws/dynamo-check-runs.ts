import type { CheckRun } from '../../core/domain/check-run.ts';
import type { DeploymentId } from '../../core/domain/names.ts';
import type { CheckRuns } from '../../core/ports/check-tasks.ts';
import { asRecord, isConditionFailure } from './document-client.ts';
import type { Documents } from './documents.ts';

/** The commands that check a deployment: one item beside its record, which the next round takes the place of. */
export function dynamoCheckRuns(documents: Documents, table: string): CheckRuns {
  const keyOf = (deployment: DeploymentId) => ({ pk: `deployment#${deployment}`, sk: 'checks' });

  async function get(deployment: DeploymentId): Promise<CheckRun | undefined> {
    const { Item } = await documents.get({ TableName: table, Key: keyOf(deployment), ConsistentRead: true });
    return Item && asRecord<CheckRun>(Item);
  }

  /** One write on condition that the round is still this one. `undefined`: it is over. */
  async function change(
    deployment: DeploymentId,
    round: string,
    expression: string,
    names: Readonly<Record<string, string>>,
    values: Readonly<Record<string, unknown>>,
  ): Promise<CheckRun | undefined> {
    try {
      const { Attributes } = await documents.update({
        TableName: table,
        Key: keyOf(deployment),
        UpdateExpression: expression,
        ConditionExpression: '#round = :round',
        ExpressionAttributeNames: { ...names, '#round': 'round' },
        ExpressionAttributeValues: { ...values, ':round': round },
        ReturnValues: 'ALL_NEW',
      });
      return asRecord<CheckRun>(Attributes ?? {});
    } catch (error) {
      if (isConditionFailure(error)) return undefined;
      throw error;
    }
  }

  return {
    get,

    async begin(run) {
      try {
        await documents.put({
          TableName: table,
          Item: { ...keyOf(run.deployment), ...run },
          ConditionExpression: 'attribute_not_exists(pk) OR #round <> :round',
          ExpressionAttributeNames: { '#round': 'round' },
          ExpressionAttributeValues: { ':round': run.round },
        });
        return run;
      } catch (error) {
        if (!isConditionFailure(error)) throw error;
        return (await get(run.deployment)) ?? run;
      }
    },

    async started(deployment, round, tasks) {
      await change(deployment, round, 'SET #tasks = :tasks', { '#tasks': 'tasks' }, { ':tasks': tasks });
    },

    ended: (deployment, round, task, end) =>
      change(
        deployment,
        round,
        'SET #ended.#task = if_not_exists(#ended.#task, :end)',
        { '#ended': 'ended', '#task': task },
        { ':end': end },
      ),
  };
}
