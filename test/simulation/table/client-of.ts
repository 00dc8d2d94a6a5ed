import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { TablesInMemory } from './tables-in-memory.ts';

/** The document client that the stores are given: `send` is all of it that they use. */
export function clientOf(tables: TablesInMemory): DynamoDBDocumentClient {
  return asClient(async (command) => tables.run(command));
}

/** The SDK's type says far more than any store asks for. */
export function asClient(send: (command: object) => Promise<unknown>): DynamoDBDocumentClient {
  return { send } as unknown as DynamoDBDocumentClient;
}
