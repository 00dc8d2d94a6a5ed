import { invalidPattern } from './invalid-pattern.ts';
import { type Leaf, leavesOf } from './leaves.ts';
import { type Alternative, matchesAlternative } from './matches-alternative.ts';
import { valueTest } from './value-test.ts';

export type EventPattern = (event: unknown) => boolean;

const MOST_ALTERNATIVES = 1_000;
const NOT_INSIDE_OR = new Set(
  'exactly equals-ignore-case prefix suffix anything-but exists wildcard numeric cidr = < <= > >='.split(' '),
);

/** Reads an EventBridge event pattern. Throws InvalidEventPatternException, which names the reason and the field. */
export function compilePattern(text: string): EventPattern {
  let pattern: unknown;
  try {
    pattern = JSON.parse(text);
  } catch (error) {
    throw invalidPattern(error instanceof Error ? error.message : String(error), []);
  }
  if (!isObject(pattern)) throw invalidPattern('Filter is not an object', []);
  const alternatives = withObject([new Map()], pattern, [], false);

  return (event) => {
    const leaves = Map.groupBy(leavesOf(event), (leaf: Leaf) => leaf.path);
    return alternatives.some((alternative) => matchesAlternative(alternative, leaves));
  };
}

function withObject(
  before: readonly Alternative[],
  pattern: object,
  path: readonly string[],
  insideOr: boolean,
): readonly Alternative[] {
  const fields = Object.entries(pattern);
  if (fields.length === 0) throw invalidPattern('Empty objects are not allowed', path);

  return fields.reduce((alternatives, [name, value]) => {
    if (name === '$or') return withOr(alternatives, value, path);
    const here = [...path, name];
    if (insideOr && NOT_INSIDE_OR.has(name)) {
      throw invalidPattern(`${name} is Ruler reserved fieldName which cannot be used inside $or.`, here);
    }
    if (Array.isArray(value)) return withTests(alternatives, value, here);
    if (isObject(value)) return withObject(alternatives, value, here, insideOr);
    throw invalidPattern(`"${name}" must be an object or an array`, path);
  }, before);
}

function withOr(before: readonly Alternative[], value: unknown, path: readonly string[]): readonly Alternative[] {
  const here = [...path, '$or'];
  if (!Array.isArray(value)) throw invalidPattern('It must be an Array followed with $or.', here);
  if (value.length < 2) throw invalidPattern('There must have at least 2 Objects in $or relationship.', here);

  const alternatives = value.flatMap((branch: unknown) => {
    if (!isObject(branch)) throw invalidPattern('Only JSON object is allowed in array of $or relationship.', here);
    return withObject(before, branch, path, true);
  });
  if (alternatives.length > MOST_ALTERNATIVES) {
    throw invalidPattern(
      `$or makes ${alternatives.length} combinations of rules, more than ${MOST_ALTERNATIVES}`,
      here,
    );
  }
  return alternatives;
}

function withTests(
  before: readonly Alternative[],
  members: readonly unknown[],
  path: readonly string[],
): readonly Alternative[] {
  if (members.length === 0) throw invalidPattern('Empty arrays are not allowed', path);
  const tests = members.map((member) => {
    try {
      return valueTest(member);
    } catch (error) {
      throw invalidPattern(error instanceof Error ? error.message : String(error), path);
    }
  });
  return before.map((alternative) => new Map(alternative).set(path.join('.'), tests));
}

function isObject(value: unknown): value is object {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
