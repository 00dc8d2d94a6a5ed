import type { Scalar } from './leaves.ts';
import { isStringTest, STRING_TESTS } from './string-tests.ts';

const WRONG_VALUE = 'Value of anything-but must be an array or single string/number value.';

/** A test for every value that is present and is not what the expression names. Throws an Error with AWS's reason. */
export function anythingBut(expression: unknown): (value: Scalar) => boolean {
  if (expression !== null && typeof expression === 'object' && !Array.isArray(expression)) return butTest(expression);
  if (typeof expression === 'string' || typeof expression === 'number') return (value) => value !== expression;
  if (!Array.isArray(expression)) throw new Error(WRONG_VALUE);

  const kinds = new Set(expression.map((member) => typeof member));
  for (const kind of kinds) {
    if (kind !== 'string' && kind !== 'number') {
      throw new Error('Inside anything but list, start|null|boolean is not supported.');
    }
  }
  if (kinds.size !== 1) {
    throw new Error('Inside anything but list, either all values are number or string, mixed type is not supported');
  }
  const refused = new Set<unknown>(expression);
  return (value) => !refused.has(value);
}

function butTest(expression: object): (value: Scalar) => boolean {
  const [[name, operand] = ['', undefined], ...more] = Object.entries(expression);
  if (name === '') throw new Error('Anything-But expression name not found');
  if (!isStringTest(name)) throw new Error(`Unsupported anything-but pattern: ${name}`);
  if (more.length > 0) throw new Error('Only one key allowed in match expression');
  if (!Array.isArray(operand) && typeof operand !== 'string' && typeof operand !== 'number')
    throw new Error(WRONG_VALUE);

  const tests = [operand].flat().map((wanted: unknown) => {
    if (typeof wanted !== 'string') throw new Error(wrongMember(name));
    if (wanted === '' && (name === 'prefix' || name === 'suffix')) throw new Error('Null prefix/suffix not allowed');
    return STRING_TESTS[name](wanted);
  });
  return (value) => typeof value !== 'string' || !tests.some((test) => test(value));
}

function wrongMember(name: string): string {
  if (name === 'equals-ignore-case') {
    return 'Inside anything-but/equals-ignore-case list, number|start|null|boolean is not supported.';
  }
  return name === 'wildcard'
    ? 'wildcard match pattern must be a string'
    : 'prefix/suffix match pattern must be a string';
}
