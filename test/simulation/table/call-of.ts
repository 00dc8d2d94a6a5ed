import type { Call } from '../fault-book.ts';
import type { Request, Verb } from './request.ts';

const VERBS: Readonly<Record<Verb, { readonly name: string; readonly does: 'reads' | 'writes' }>> = {
  get: { name: 'Get', does: 'reads' },
  query: { name: 'Query', does: 'reads' },
  batchGet: { name: 'BatchGet', does: 'reads' },
  put: { name: 'Put', does: 'writes' },
  update: { name: 'Update', does: 'writes' },
  delete: { name: 'Delete', does: 'writes' },
  transactWrite: { name: 'TransactWrite', does: 'writes' },
};

/** What is asked of the tables, as faults and readers see it. */
export function callOf(verb: Verb, request: Request): Call {
  const { name, does } = VERBS[verb];
  return {
    name: `db ${name} ${whatOf(request)}`,
    writes: does === 'writes',
    // A read that does not ask for the newest can be answered as things were a moment ago.
    mayBeStale: does === 'reads' && request.ConsistentRead !== true,
  };
}

function whatOf({ TableName = '', Key, Item: item, IndexName, ExpressionAttributeValues = {} }: Request): string {
  const key = Key ?? item;
  if (key !== undefined) return `${TableName} ${firstWord(String(key.sk))}`;
  if (IndexName !== undefined) return IndexName;
  return `${TableName} ${firstWord(String(Object.values(ExpressionAttributeValues)[0] ?? ''))}`;
}

/** `line#000001` → `line`. */
function firstWord(text: string): string {
  for (let end = 0; end < text.length; end++) if (text[end] === '#' || text[end] === ':') return text.slice(0, end);
  return text;
}
