/** One place in the source where something is asked of DynamoDB before it acts, and a text that asks it no longer. */
export interface Mutation {
  /** `dynamo-waits.ts:20 dropped: ConsistentRead: true`. */
  readonly name: string;
  /** From the root of the repository. */
  readonly path: string;
  readonly how: string;
  readonly start: number;
  readonly end: number;
  readonly to: string;
}

/** One thing that a condition asks: a function of a path, or a comparison. */
const CLAUSE = /attribute_(?:not_)?exists\([\w.#]+\)|[\w.#]+ (?:<>|<=|>=|=|<|>) :\w+/g;

/** What stands beside conditions and guards as they do, and with what it is replaced. */
const GUARDS: readonly { readonly pattern: RegExp; readonly how: string; readonly to: string }[] = [
  { pattern: /ConsistentRead: true/g, how: 'dropped', to: 'ConsistentRead: false' },
  { pattern: /\bconsistent: true/g, how: 'dropped', to: 'consistent: false' },
  { pattern: /ScanIndexForward: false/g, how: 'inverted', to: 'ScanIndexForward: true' },
  { pattern: /if_not_exists\([\w.#]+, (:\w+)\)/g, how: 'dropped', to: '$1' },
  { pattern: /begins_with\(sk, (:\w+)\)/g, how: 'inverted', to: 'sk < $1' },
  { pattern: /\bdueAt < (:\w+)/g, how: 'inverted', to: 'dueAt > $1' },
  { pattern: /\bdueAt < (:\w+)/g, how: 'a moment too early', to: 'dueAt <= $1' },
];

/** Everything that can be broken in a file, one thing at a time. */
export function mutationsOf(path: string, text: string): readonly Mutation[] {
  const guards = GUARDS.flatMap(({ pattern, how, to }) =>
    [...text.matchAll(pattern)].map(({ 0: guard, 1: value = '', index }) =>
      mutation(path, text, { start: index, from: guard, to: to.replace('$1', value), how }),
    ),
  );
  const clauses = conditionsIn(text).flatMap(({ start, condition }) =>
    [...condition.matchAll(CLAUSE)].flatMap(({ 0: from, index }) => [
      mutation(path, text, { start: start + index, from, to: dropped(condition, from, index), how: 'dropped' }),
      mutation(path, text, { start: start + index, from, to: `NOT ${from}`, how: 'inverted' }),
    ]),
  );
  return [...guards, ...clauses];
}

/** The text with the mutation in it. */
export function mutate(text: string, { start, end, to }: Mutation): string {
  return text.slice(0, start) + to + text.slice(end);
}

/** The conditions of writes in a file, each with the place where it begins. */
export function conditionsIn(text: string): readonly { readonly start: number; readonly condition: string }[] {
  return [...text.matchAll(/(?<!Key)ConditionExpression:\s*/g)].map(({ 0: label, index }) => {
    const start = index + label.length;
    const end = text.slice(start).search(/,?\n|,? \}/);
    return { start, condition: text.slice(start, start + end) };
  });
}

/** A clause among others joined by OR is dropped by never being true, any other by always being so. It goes on using its placeholders. */
function dropped(condition: string, clause: string, index: number): string {
  const [before, after] = [condition.slice(0, index), condition.slice(index + clause.length)];
  const isAlternative = /\bOR $/.test(before) || /^\)? OR\b/.test(after);
  const decided = isAlternative ? `${clause} AND NOT ${clause}` : `${clause} OR NOT ${clause}`;
  // DynamoDB takes no parentheses around parentheses.
  return before.endsWith('(') && !after.startsWith(' AND') ? decided : `(${decided})`;
}

interface Place {
  readonly start: number;
  readonly from: string;
  readonly to: string;
  readonly how: string;
}

function mutation(path: string, text: string, { start, from, to, how }: Place): Mutation {
  const line = text.slice(0, start).split('\n').length;
  const name = `${path.slice(path.lastIndexOf('/') + 1)}:${line} ${how}: ${from}`;
  return { name, path, how, start, end: start + from.length, to };
}
