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
  return new TableCall(verb, request);
}

/** Few look at the name, and it takes the longest to make. */
class TableCall implements Call {
  readonly writes: boolean;
  readonly mayBeStale: boolean;
  readonly #verb: Verb;
  readonly #request: Request;

  constructor(verb: Verb, request: Request) {
    this.#verb = verb;
    this.#request = request;
    this.writes = VERBS[verb].does === 'writes';
    // A read that does not ask for the newest can be answered as things were a moment ago.
    this.mayBeStale = !this.writes && request.ConsistentRead !== true;
  }

  get name(): string {
    return `db ${VERBS[this.#verb].name} ${whatOf(this.#request)}`;
  }
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
