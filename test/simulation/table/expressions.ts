/** The part of DynamoDB's expressions that our stores use. Each text is compiled once for the whole process. */
export type Item = Readonly<Record<string, unknown>>;
type Names = Readonly<Record<string, string>>;
type Values = Readonly<Record<string, unknown>>;
/** What an expression is evaluated with. */
export interface Given {
  readonly names?: Names | undefined;
  readonly values?: Values | undefined;
}
export type Condition = (item: Item | undefined, given: Given) => boolean;
export type Update = (item: Item, given: Given) => Item;
type Path = readonly string[];
type Operand = (item: Item | undefined, given: Given) => unknown;

const conditions = new Map<string, Condition>();
const updates = new Map<string, Update>();

/** Throws where the text is none that this one understands. */
export function conditionOf(text: string): Condition {
  const known = conditions.get(text);
  if (known !== undefined) return known;
  const words = wordsOf(text);
  const condition = either(words);
  if (words.length > 0) throw new Error(`no condition that is understood: ${text}`);
  conditions.set(text, condition);
  return condition;
}

/** The same for an update: SET, REMOVE and ADD of a set. */
export function updateOf(text: string): Update {
  const known = updates.get(text);
  if (known !== undefined) return known;
  const parts = text
    .split(/\b(SET|REMOVE|ADD)\b/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
  const acts: Update[] = [];
  for (let index = 0; index < parts.length; index += 2)
    acts.push(...clause(parts[index] ?? '', parts[index + 1] ?? ''));
  const update: Update = (item, given) => acts.reduce((changed, act) => act(changed, given), item);
  updates.set(text, update);
  return update;
}

function clause(verb: string, text: string): readonly Update[] {
  // `if_not_exists(a, b)` has a comma of its own.
  const terms = text.split(/,(?![^(]*\))/).map((term) => term.trim());
  return terms.map((term): Update => {
    if (verb === 'REMOVE') {
      const path = term.split('.');
      return (item, given) => changed(item, path, given, undefined);
    }
    const [target = '', source = ''] = verb === 'SET' ? term.split(/\s*=\s*/) : term.split(/\s+/);
    const path = target.split('.');
    const value = operand(wordsOf(source));
    if (verb === 'SET') return (item, given) => changed(item, path, given, value(item, given));
    return (item, given) => {
      const before = at(item, path, given);
      return changed(item, path, given, new Set([...asSet(before), ...asSet(value(item, given))]));
    };
  });
}

function asSet(value: unknown): ReadonlySet<unknown> {
  return value instanceof Set ? value : new Set();
}

/** The item with another value at a path; `undefined` takes it away. Throws where there is no map to put it into. */
function changed(item: Item, path: Path, given: Given, value: unknown, depth = 0): Item {
  const name = resolved(path[depth] ?? '', given);
  if (depth === path.length - 1) {
    if (value !== undefined) return { ...item, [name]: value };
    const { [name]: _, ...without } = item;
    return without;
  }
  const inner = item[name];
  if (!isItem(inner)) {
    if (value === undefined) return item;
    throw Object.assign(new Error('The document path provided in the update expression is invalid for update'), {
      name: 'ValidationException',
    });
  }
  return { ...item, [name]: changed(inner, path, given, value, depth + 1) };
}

function isItem(value: unknown): value is Item {
  return typeof value === 'object' && value !== null;
}

function at(item: Item | undefined, path: Path, given: Given): unknown {
  let value: unknown = item;
  for (const name of path) value = isItem(value) ? value[resolved(name, given)] : undefined;
  return value;
}

function resolved(name: string, { names }: Given): string {
  return name[0] === '#' ? (names?.[name] ?? name) : name;
}

function wordsOf(text: string): string[] {
  return text.match(/[()]|,|<>|<=|>=|=|<|>|[#:]?[\w.#-]+/g) ?? [];
}

function either(words: string[]): Condition {
  const options = [both(words)];
  while (words[0] === 'OR') {
    words.shift();
    options.push(both(words));
  }
  return (item, given) => options.some((option) => option(item, given));
}

function both(words: string[]): Condition {
  const parts = [single(words)];
  while (words[0] === 'AND') {
    words.shift();
    parts.push(single(words));
  }
  return (item, given) => parts.every((part) => part(item, given));
}

function single(words: string[]): Condition {
  if (words[0] === '(') {
    words.shift();
    const inner = either(words);
    words.shift();
    return inner;
  }
  if (words[0] === 'attribute_exists' || words[0] === 'attribute_not_exists') {
    const wanted = words[0] === 'attribute_exists';
    const [path = ''] = words.splice(0, 4).slice(2, 3);
    const parts = path.split('.');
    return (item, given) => (at(item, parts, given) !== undefined) === wanted;
  }
  if (words[0] === 'begins_with') {
    words.splice(0, 2);
    const left = operand(words);
    words.shift();
    const right = operand(words);
    words.shift();
    return (item, given) => String(left(item, given)).startsWith(String(right(item, given)));
  }
  const left = operand(words);
  const compare = COMPARE[words.shift() ?? ''];
  if (compare === undefined) throw new Error('an operator is expected');
  const right = operand(words);
  return (item, given) => compare(left(item, given), right(item, given));
}

/** What is not there is equal to nothing, and differs from everything; as text is, times and numbers are compared. */
const COMPARE: Readonly<Record<string, (left: unknown, right: unknown) => boolean>> = {
  '=': (left, right) => left !== undefined && left === right,
  '<>': (left, right) => left !== right,
  '<': (left, right) => comparable(left, right) && String(left) < String(right),
  '<=': (left, right) => comparable(left, right) && String(left) <= String(right),
  '>': (left, right) => comparable(left, right) && String(left) > String(right),
  '>=': (left, right) => comparable(left, right) && String(left) >= String(right),
};

function comparable(left: unknown, right: unknown): boolean {
  return typeof left === 'string' && typeof right === 'string';
}

function operand(words: string[]): Operand {
  const word = words.shift() ?? '';
  if (word === 'if_not_exists') {
    words.shift();
    const path = (words.shift() ?? '').split('.');
    words.shift();
    const otherwise = operand(words);
    words.shift();
    return (item, given) => at(item, path, given) ?? otherwise(item, given);
  }
  if (word.startsWith(':')) return (_, { values = {} }) => values[word];
  const path = word.split('.');
  return (item, given) => at(item, path, given);
}
