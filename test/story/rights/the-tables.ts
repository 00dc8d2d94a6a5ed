import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import {
  DeleteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import type { StartedWorld } from '../world-fixture.ts';

type Item = Readonly<Record<string, unknown>>;
type TableName = 'Deployments' | 'Fleet' | 'RollbackPoints' | 'VersionHistory';

/** Belay's tables as the owner of the account sees them: to leave behind what a crash, or the version before, would. */
export interface TheTables {
  /** Throws where there is none. */
  get(table: TableName, pk: string, sk: string): Promise<Item>;
  put(table: TableName, item: Item): Promise<void>;
  /** Items of a partition. */
  list(table: TableName, pk: string): Promise<readonly Item[]>;
  remove(table: TableName, pk: string, sk: string): Promise<void>;
  /** Changes one field of an item, `a.b` being in a map of it; `undefined` takes it out. */
  change(table: TableName, pk: string, sk: string, field: string, value: unknown): Promise<void>;
}

export async function theTables({ world }: StartedWorld): Promise<TheTables> {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const client = new DynamoDBClient({ endpoint: world.wire.url, region: 'us-east-1', credentials });
  const documents = DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
  const { TableNames = [] } = await client.send(new ListTablesCommand({}));
  const named = (table: TableName): string => {
    const name = TableNames.find((one) => one.includes(table));
    if (name === undefined) throw new Error(`no table ${table} among ${TableNames}`);
    return name;
  };
  const put: TheTables['put'] = async (table, Item) => {
    await documents.send(new PutCommand({ TableName: named(table), Item }));
  };
  return {
    put,
    async get(table, pk, sk) {
      const { Item } = await documents.send(new GetCommand({ TableName: named(table), Key: { pk, sk } }));
      if (Item === undefined) throw new Error(`${table} has no ${pk} ${sk}`);
      return Item;
    },
    async remove(table, pk, sk) {
      await documents.send(new DeleteCommand({ TableName: named(table), Key: { pk, sk } }));
    },
    async list(table, pk) {
      const ExpressionAttributeValues = { ':pk': pk };
      const query = { TableName: named(table), KeyConditionExpression: 'pk = :pk', ExpressionAttributeValues };
      return (await documents.send(new QueryCommand(query))).Items ?? [];
    },
    async change(table, pk, sk, field, value) {
      const path = field.split('.');
      const name = path.map((_, index) => `#f${index}`).join('.');
      await documents.send(
        new UpdateCommand({
          TableName: named(table),
          Key: { pk, sk },
          UpdateExpression: value === undefined ? `REMOVE ${name}` : `SET ${name} = :value`,
          ExpressionAttributeNames: Object.fromEntries(path.map((part, index) => [`#f${index}`, part])),
          ...(value !== undefined && { ExpressionAttributeValues: { ':value': value } }),
        }),
      );
    },
  };
}
