import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';

const client = new DynamoDBClient({});

/** A handler that reads one item, and nothing else: what a function of most stacks loads at least. */
export async function handler({ id }: { readonly id: string }): Promise<unknown> {
  return client.send(new GetItemCommand({ TableName: 'items', Key: { id: { S: id } } }));
}
