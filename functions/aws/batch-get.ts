import type { Documents } from './documents.ts';

type Item = Readonly<Record<string, unknown>>;
type Key = Readonly<Record<string, string>>;

/** DynamoDB answers no more keys at once. */
const MOST = 100;
/** How often what DynamoDB left unanswered is asked for again. */
const TRIES = 5;

/**
 * Items by their keys, in no order; those that are not there are left out. What stays unanswered is an error: half a list must not look
 * like a whole one.
 */
export async function batchGet(
  documents: Documents,
  table: string,
  keys: readonly Key[],
  { consistent }: { readonly consistent: boolean },
): Promise<readonly Item[]> {
  const found: Item[] = [];
  for (let start = 0; start < keys.length; start += MOST) {
    let left: Record<string, unknown>[] = keys.slice(start, start + MOST).map((key) => ({ ...key }));
    for (let tried = 0; left.length > 0; tried++) {
      if (tried === TRIES)
        throw new Error(`${table} leaves ${left.length} keys unanswered: it is throttled. Try again.`);
      const asked = { [table]: { Keys: left, ConsistentRead: consistent } };
      const { Responses, UnprocessedKeys } = await documents.batchGet({ RequestItems: asked });
      found.push(...(Responses?.[table] ?? []));
      left = UnprocessedKeys?.[table]?.Keys ?? [];
    }
  }
  return found;
}
