import type { LastWords } from '../../core/domain/last-words.ts';
import type { ServiceKey } from '../../core/domain/names.ts';
import type { Deployments } from '../../core/ports.ts';
import { newRecord } from './deployment-transactions.ts';
import { asStored, held } from './document-client.ts';
import type { Documents } from './documents.ts';
import { newLine } from './log-line-item.ts';

type Outside = Pick<
  Deployments,
  | 'noteServing'
  | 'noteStranger'
  | 'forgetStranger'
  | 'overdueStrangers'
  | 'record'
  | 'forget'
  | 'keepLastWords'
  | 'lastWords'
>;

/** Where strangers lie in the index by due time: beside what waits for us, and never among it. */
const PASSING = 'stranger';
const STRANGER = 'stranger#';

/** The part of the Deployments table that no lock guards: what was found, what others did, and what dead tasks said last. */
export function dynamoOutside(documents: Documents, table: string): Outside {
  const strangerKey = (service: ServiceKey, serviceDeployment: string) => ({
    pk: service,
    sk: `${STRANGER}${serviceDeployment}`,
  });

  return {
    noteServing: (service, serving) =>
      held(
        documents.update({
          TableName: table,
          Key: { pk: service, sk: 'head' },
          UpdateExpression: 'SET serving = :serving REMOVE watch',
          ConditionExpression: 'attribute_not_exists(live)',
          ExpressionAttributeValues: { ':serving': serving },
        }),
      ),

    async noteStranger(service, serviceDeployment, dueAt) {
      await documents.put({
        TableName: table,
        Item: { ...strangerKey(service, serviceDeployment), waiting: PASSING, dueAt },
      });
    },

    async forgetStranger(service, serviceDeployment) {
      await documents.delete({ TableName: table, Key: strangerKey(service, serviceDeployment) });
    },

    async overdueStrangers(now, limit) {
      const { Items = [] } = await documents.query({
        TableName: table,
        IndexName: 'byDue',
        KeyConditionExpression: 'waiting = :passing AND dueAt < :now',
        ExpressionAttributeValues: { ':passing': PASSING, ':now': now },
        Limit: limit,
      });
      return Items.map((item) => {
        const { pk: service, sk } = asStored<{ pk: ServiceKey; sk: string }>(item);
        return { service, serviceDeployment: sk.slice(STRANGER.length) };
      });
    },

    record: (deployment, line) =>
      held(
        documents.transactWrite({
          TransactItems: [
            {
              Put: {
                TableName: table,
                Item: newRecord(table, deployment).Item,
                ConditionExpression: 'attribute_not_exists(pk) OR deployment.#status <> :ended',
                ExpressionAttributeNames: { '#status': 'status' },
                ExpressionAttributeValues: { ':ended': 'ended' },
              },
            },
            { Put: { TableName: table, Item: newLine(table, line).Item } },
          ],
        }),
      ),

    forget: (service) =>
      held(
        documents.delete({
          TableName: table,
          Key: { pk: service, sk: 'head' },
          ConditionExpression: 'attribute_not_exists(live)',
        }),
      ),

    async keepLastWords(id, words) {
      await documents.put({ TableName: table, Item: { pk: `deployment#${id}`, sk: 'last-words', words } });
    },

    async lastWords(id) {
      const { Item } = await documents.get({ TableName: table, Key: { pk: `deployment#${id}`, sk: 'last-words' } });
      return Item === undefined ? [] : asStored<{ words: readonly LastWords[] }>(Item).words;
    },
  };
}
