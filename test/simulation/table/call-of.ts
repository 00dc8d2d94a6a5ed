import {
  BatchGetCommand,
  DeleteCommand,
  GetCommand,
  PutCommand,
  QueryCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import type { Call } from '../fault-book.ts';
import { requestOf } from './tables-in-memory.ts';

const VERBS = new Map<unknown, { readonly verb: string; readonly does: 'reads' | 'writes' }>([
  [GetCommand, { verb: 'Get', does: 'reads' }],
  [QueryCommand, { verb: 'Query', does: 'reads' }],
  [BatchGetCommand, { verb: 'BatchGet', does: 'reads' }],
  [PutCommand, { verb: 'Put', does: 'writes' }],
  [UpdateCommand, { verb: 'Update', does: 'writes' }],
  [DeleteCommand, { verb: 'Delete', does: 'writes' }],
  [TransactWriteCommand, { verb: 'TransactWrite', does: 'writes' }],
]);

/** A command to the tables, as faults and readers see it. */
export function callOf(command: object): Call {
  const known = VERBS.get(command.constructor);
  if (known === undefined) throw new Error(`no command that is understood: ${command.constructor.name}`);
  const { verb, does } = known;
  return {
    name: `db ${verb} ${whatOf(command)}`,
    writes: does === 'writes',
    // A read that does not ask for the newest can be answered as things were a moment ago.
    mayBeStale: does === 'reads' && requestOf(command).ConsistentRead !== true,
  };
}

function whatOf(command: object): string {
  const { TableName = '', Key, Item: item, IndexName, ExpressionAttributeValues = {} } = requestOf(command);
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
