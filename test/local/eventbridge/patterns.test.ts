import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CASES, failureOf, runCases } from '../../../local/eventbridge/cases/index.ts';
import { compilePattern } from '../../../local/eventbridge/pattern/compile-pattern.ts';

test.each(CASES.map((line) => [line.says, line] as const))('%s', (_says, line) => {
  expect(failureOf(line)).toBeUndefined();
});

test('the table counts what passed and has no case twice', async () => {
  expect(await runCases()).toEqual({ cases: CASES.length, passed: CASES.length, failures: [] });
  expect(new Set(CASES.map(({ says }) => says)).size).toBe(CASES.length);
});

test('a case that fails says what it wanted and what it got', () => {
  const failure = failureOf({ says: 'wrong', pattern: { a: [1] }, event: { a: 1 }, gives: false });
  expect(failure).toBe('wrong: wanted matches: false, got matches: true ({"a":[1]})');
});

test('a refusal names the field', () => {
  expect(() => compilePattern('{"detail":{"state":[]}}')).toThrow('Empty arrays are not allowed (at detail.state)');
});

test('$or of more than a thousand combinations is refused', () => {
  const or = (field: string): object => ({ $or: Array.from({ length: 11 }, (_, n) => ({ [field]: [n] })) });
  const pattern = { a: or('x'), b: or('x'), c: or('x') };
  expect(() => compilePattern(JSON.stringify(pattern))).toThrow('$or makes 1331 combinations');
});

const scalar = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null));
const name = fc.constantFrom('a', 'b', 'c');
const tree = fc.letrec<{ node: unknown }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 3 },
    scalar,
    fc.array(tie('node'), { minLength: 1, maxLength: 3 }),
    fc.dictionary(name, tie('node'), { minKeys: 1, maxKeys: 3 }),
  ),
})).node;

/** The pattern that asks for exactly one leaf of an event. */
function patternOf(event: unknown): object | undefined {
  const value = Array.isArray(event) ? event.find((each) => patternOf(each) !== undefined) : event;
  if (Array.isArray(event)) return value === undefined ? undefined : patternOf(value);
  if (value === null || typeof value !== 'object') return [value];
  for (const [key, member] of Object.entries(value)) {
    const inner = patternOf(member);
    if (inner !== undefined) return { [key]: inner };
  }
  return undefined;
}

test('an event always matches a pattern made of one of its own leaves', () => {
  fc.assert(
    fc.property(fc.dictionary(name, tree, { minKeys: 1 }), (event) => {
      const pattern = patternOf(event);
      if (pattern === undefined || Array.isArray(pattern)) return;
      expect(compilePattern(JSON.stringify(pattern))(event)).toBe(true);
    }),
  );
});

test('anything-but is always the opposite of the value for a field with one value', () => {
  const value = fc.oneof(fc.string(), fc.integer());
  fc.assert(
    fc.property(value, fc.array(fc.string(), { minLength: 1 }), (a, refused) => {
      const but = compilePattern(JSON.stringify({ a: [{ 'anything-but': refused }] }));
      const is = compilePattern(JSON.stringify({ a: refused }));
      expect(but({ a })).toBe(!is({ a }));
    }),
  );
});

test('a wildcard never disagrees with the regular expression that says the same', () => {
  const piece = fc.constantFrom('a', 'b', '*', '\\*', '\\\\');
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '*', '\\'), maxLength: 8 });
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 6 }), text, (pieces, value) => {
      if (pieces.some((each, index) => each === '*' && pieces[index + 1] === '*')) return;
      const wildcard = compilePattern(JSON.stringify({ v: [{ wildcard: pieces.join('') }] }));
      const expression = new RegExp(`^${pieces.map((each) => (each === '*' ? '.*' : each)).join('')}$`, 's');
      expect(wildcard({ v: value })).toBe(expression.test(value));
    }),
    { numRuns: 500 },
  );
});
