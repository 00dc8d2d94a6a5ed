import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

/** The document client that all stores share. `undefined` fields are left out of what is stored. */
export function documentClient(): DynamoDBDocumentClient {
  return DynamoDBDocumentClient.from(new DynamoDBClient({}), { marshallOptions: { removeUndefinedValues: true } });
}

/**
 * What one of our own tables gives back, as what was put there. Only Belay writes these tables, and a writer's types are the reader's;
 * a field that the version before did not write must be optional in the type.
 */
export function asStored<Item>(item: Readonly<Record<string, unknown>>): Item {
  return item as Item;
}

/** The same for an item that is its own record: without the keys, which are the table's business. */
export function asRecord<Item>({ pk: _pk, sk: _sk, ...item }: Readonly<Record<string, unknown>>): Item {
  return asStored<Item>(item);
}

/** Did a condition refuse the write? (In a transaction it is one reason among others.) */
export function isConditionFailure(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error.name === 'ConditionalCheckFailedException') return true;
  const reasons =
    'CancellationReasons' in error && Array.isArray(error.CancellationReasons) ? error.CancellationReasons : [];
  return (
    error.name === 'TransactionCanceledException' &&
    reasons.some((reason: { Code?: string }) => reason.Code === 'ConditionalCheckFailed')
  );
}
