import { ConditionalCheckFailedException, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { conditionOf, type Given, type Item, updateOf } from './expressions.ts';
import type { Request, Verb } from './request.ts';
import { stored } from './stored.ts';

/** One item as it was and as it is. `undefined`: not there. */
export interface Change {
  readonly table: string;
  readonly pk: string;
  readonly sk: string;
  readonly before: Item | undefined;
  readonly after: Item | undefined;
}

type Partition = Map<string, Item>;

interface Table {
  readonly rows: Map<string, Partition>;
  /** By the attribute that is indexed: items that have it, by both their keys. */
  readonly indexes: Map<string, Map<string, Item>>;
}

interface Keyed {
  readonly pk: string;
  readonly sk: string;
}

type Write = Extract<Verb, 'put' | 'update' | 'delete'>;

/** What a member of a transaction does; a check of a condition does nothing. */
const WRITES: Readonly<Record<string, Write>> = { Put: 'put', Update: 'update', Delete: 'delete' };

/** What each index sorts by, and by what it is asked. */
const INDEXES: Readonly<Record<string, { readonly of: string; readonly by: string }>> = {
  byPushedAt: { of: 'pk', by: 'pushedAt' },
  byDue: { of: 'waiting', by: 'dueAt' },
  byBegun: { of: 'of', by: 'begun' },
  byKind: { of: 'kind', by: 'pk' },
  byId: { of: 'id', by: 'sk' },
};

/** Attributes by which an index is asked. */
const INDEXED = ['waiting', 'of', 'kind', 'id'];

/**
 * DynamoDB for the stores' own adapters: their conditions, updates, queries and indexes, in memory and without a wire. Reads that do not
 * ask for consistency can be answered as of an earlier time.
 */
export class TablesInMemory {
  readonly #tables = new Map<string, Table>();
  readonly #journal: (Change & { readonly at: number })[] = [];
  readonly #now: () => number;
  readonly #remembers: boolean;
  #watcher: (change: Change) => void = () => {};
  /** `remembers`: reads can be answered as of an earlier time. */
  constructor(now: () => number, remembers = false) {
    this.#now = now;
    this.#remembers = remembers;
  }

  /** `watcher` is told of every change, after it. */
  watch(watcher: (change: Change) => void): void {
    this.#watcher = watcher;
  }

  /** A later version of Belay wrote what this one does not know. */
  addUnknownFields(): void {
    for (const [pk, partition] of this.#tables.get('Deployments')?.rows ?? [])
      for (const [sk, before] of partition) {
        const later = { byALaterVersion: { of: 'Belay' } };
        const inner = Object.fromEntries(
          ['deployment', 'live'].flatMap((name) =>
            typeof before[name] === 'object' ? [[name, { ...before[name], ...later }]] : [],
          ),
        );
        this.#set({ table: 'Deployments', pk, sk, before, after: { ...before, ...inner, ...later } });
      }
  }

  /** What a test looks at, without a request. */
  item(table: string, pk: string, sk: string): Item | undefined {
    return this.#tables.get(table)?.rows.get(pk)?.get(sk);
  }

  /** How many items have an attribute that is indexed. */
  indexed(table: string, attribute: string): number {
    return this.#tables.get(table)?.indexes.get(attribute)?.size ?? 0;
  }

  partition(table: string, pk: string): ReadonlyMap<string, Item> {
    return this.#tables.get(table)?.rows.get(pk) ?? new Map();
  }

  partitions(table: string): Iterable<string> {
    return this.#tables.get(table)?.rows.keys() ?? [];
  }

  /** `asOf`: milliseconds since 1970; a read is answered as of then. */
  run(verb: Verb, request: Request, asOf?: number): Item {
    if (asOf !== undefined && asOf < this.#now()) return this.#earlier(asOf).run(verb, request);
    switch (verb) {
      case 'get':
        return { Item: this.#get(request) };
      case 'query':
        return this.#query(request);
      case 'batchGet':
        return this.#batch(request);
      case 'transactWrite':
        return this.#transact(request);
      case 'put':
      case 'update':
      case 'delete': {
        const before = this.#get(request);
        if (!holds(request, before)) throw conditionFailed(before);
        const after = this.#write(verb, request, before);
        return request.ReturnValues === 'ALL_NEW' ? { Attributes: after } : {};
      }
    }
  }

  #get({ TableName = '', Key, Item: item }: Request): Item | undefined {
    const { pk, sk } = keyOf(Key ?? item);
    return this.item(TableName, pk, sk);
  }

  #query(request: Request): Item {
    const { TableName = '', IndexName, KeyConditionExpression = '', ScanIndexForward = true, Limit } = request;
    const given = givenOf(request);
    const condition = conditionOf(KeyConditionExpression);
    const index = IndexName === undefined ? { of: 'pk', by: 'sk' } : INDEXES[IndexName];
    if (index === undefined) throw new Error(`no index ${IndexName}`);
    const table = this.#tables.get(TableName);
    const items =
      index.of === 'pk' ? table?.rows.get(String(Object.values(given.values ?? {})[0])) : table?.indexes.get(index.of);
    if (items === undefined || items.size === 0) return { Items: [] };
    const found: Item[] = [];
    for (const item of items.values()) if (item[index.by] !== undefined && condition(item, given)) found.push(item);
    if (found.length === 0) return { Items: found };
    if (found.length > 1) {
      const sign = ScanIndexForward ? 1 : -1;
      found.sort((a, b) => (String(a[index.by]) < String(b[index.by]) ? -sign : sign));
    }
    const { ExclusiveStartKey: after } = request;
    const from = after === undefined ? 0 : found.findIndex(({ pk, sk }) => pk === after.pk && sk === after.sk) + 1;
    const Items = found.slice(from, Limit === undefined ? undefined : from + Limit);
    const last = Items.at(-1);
    if (last === undefined || from + Items.length === found.length) return { Items };
    return {
      Items,
      LastEvaluatedKey: Object.fromEntries(['pk', 'sk', index.of, index.by].map((name) => [name, last[name]])),
    };
  }

  #batch({ RequestItems = {} }: Request): Item {
    const Responses = Object.fromEntries(
      Object.entries(RequestItems).map(([TableName, { Keys }]) => [
        TableName,
        Keys.flatMap((Key) => this.#get({ TableName, Key }) ?? []),
      ]),
    );
    return { Responses };
  }

  #transact({ TransactItems = [] }: Request): Item {
    const acts = TransactItems.flatMap((one) => Object.entries(one));
    const reasons = acts.map(([, request]) => ({
      Code: holds(request, this.#get(request)) ? 'None' : 'ConditionalCheckFailed',
    }));
    if (reasons.some(({ Code }) => Code !== 'None'))
      throw new TransactionCanceledException({ $metadata: {}, message: 'cancelled', CancellationReasons: reasons });
    for (const [act, request] of acts) {
      const verb = WRITES[act];
      if (verb !== undefined) this.#write(verb, request, this.#get(request));
    }
    return {};
  }

  #write(verb: Write, request: Request, before: Item | undefined): Item | undefined {
    const { TableName = '', Key, Item: item } = request;
    const key = keyOf(Key ?? item);
    const after =
      verb === 'delete' ? undefined : stored(verb === 'put' ? { ...item } : updated(request, before ?? { ...key }));
    this.#set({ table: TableName, ...key, before, after });
    return after;
  }

  #set(change: Change): void {
    this.#put(change.table, change, change.after);
    if (this.#remembers) this.#journal.push({ ...change, at: this.#now() });
    this.#watcher(change);
  }

  #put(table: string, { pk, sk }: Keyed, item: Item | undefined): void {
    const { rows, indexes } = this.#table(table);
    const partition: Partition = rows.get(pk) ?? new Map();
    rows.set(pk, partition);
    if (item === undefined) partition.delete(sk);
    else partition.set(sk, item);
    const key = `${pk} ${sk}`;
    for (const name of INDEXED) {
      const entries = indexes.get(name);
      if (item?.[name] === undefined || item.kind === 'log-line') entries?.delete(key);
      else if (entries === undefined) indexes.set(name, new Map([[key, item]]));
      else entries.set(key, item);
    }
  }

  #table(name: string): Table {
    const known = this.#tables.get(name);
    if (known !== undefined) return known;
    const made: Table = { rows: new Map(), indexes: new Map() };
    this.#tables.set(name, made);
    return made;
  }

  /** The tables as they were. */
  #earlier(asOf: number): TablesInMemory {
    const copy = new TablesInMemory(() => asOf);
    for (const [table, { rows }] of this.#tables)
      for (const [pk, partition] of rows) for (const [sk, item] of partition) copy.#put(table, { pk, sk }, item);
    for (const { at, table, before, ...key } of [...this.#journal].reverse()) {
      if (at <= asOf) break;
      copy.#put(table, key, before);
    }
    return copy;
  }
}

function givenOf({ ExpressionAttributeNames: names, ExpressionAttributeValues: values }: Request): Given {
  return { names, values };
}

function keyOf(item: Item | Keyed | undefined): Keyed {
  return { pk: String(item?.pk), sk: String(item?.sk) };
}

function holds(request: Request, before: Item | undefined): boolean {
  const { ConditionExpression } = request;
  return ConditionExpression === undefined || conditionOf(ConditionExpression)(before, givenOf(request));
}

function updated(request: Request, before: Item): Item {
  return updateOf(request.UpdateExpression ?? '')(before, givenOf(request));
}

function conditionFailed(before: Item | undefined): Error {
  return new ConditionalCheckFailedException({
    $metadata: {},
    message: 'The conditional request failed',
    ...(before !== undefined && { Item: marshall(before, { removeUndefinedValues: true }) }),
  });
}
