import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

/** The document client that all stores share. `undefined` fields are left out of what is stored. */
export function documentClient(): DynamoDBDocumentClient {
  const client = new DynamoDBClient({});
  client.middlewareStack.add((next) => (request) => againstConflicts(() => next(request)), {
    step: 'initialize',
    name: 'againstConflicts',
  });
  return DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
}

/** Tries after the first where two writes meet, and the longest pause before the first of them, in milliseconds. */
const TRIES = 4;
const PAUSE = 40;

/** Another transaction on the same item says nothing about our condition: we ask again. The SDK does not by itself. */
async function againstConflicts<Answer>(send: () => Promise<Answer>): Promise<Answer> {
  for (let tried = 0; ; tried++) {
    try {
      return await send();
    } catch (error) {
      if (tried === TRIES || !isConflict(error)) throw error;
      await new Promise((resolve) => setTimeout(resolve, Math.random() * PAUSE * 2 ** tried));
    }
  }
}

function isConflict(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error.name === 'TransactionConflictException' || error.name === 'TransactionInProgressException') return true;
  return reasonsOf(error).includes('TransactionConflict') && !isConditionFailure(error);
}

/** Why a transaction was cancelled, item by item; empty for any other error. */
function reasonsOf(error: Error): readonly (string | undefined)[] {
  const reasons =
    'CancellationReasons' in error && Array.isArray(error.CancellationReasons) ? error.CancellationReasons : [];
  return reasons.map((reason: { Code?: string }) => reason.Code);
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
  return error.name === 'ConditionalCheckFailedException' || reasonsOf(error).includes('ConditionalCheckFailed');
}

/** Whether a conditional write was done. `false`: its condition did not hold. */
export async function held(write: Promise<unknown>): Promise<boolean> {
  try {
    await write;
    return true;
  } catch (error) {
    if (isConditionFailure(error)) return false;
    throw error;
  }
}
