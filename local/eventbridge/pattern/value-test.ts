import { anythingBut } from './anything-but.ts';
import { ipRange, sameIp } from './ip-range.ts';
import type { Scalar } from './leaves.ts';
import { numericRange } from './numeric-range.ts';
import { ignoringCase, isStringTest, STRING_TESTS } from './string-tests.ts';

/** One member of a field's array. `absent` is `{"exists": false}`: the event must not have the field. */
export type ValueTest = 'absent' | ((value: Scalar) => boolean);

/** Reads one member of a field's array. Throws an Error with AWS's reason when there is no such test. */
export function valueTest(member: unknown): ValueTest {
  if (Array.isArray(member)) throw new Error('Match value must be String, number, true, false, or null');
  if (member !== null && typeof member === 'object') return matchExpression(member);
  if (typeof member === 'string') {
    const same = sameIp(member);
    if (same !== undefined) return (value) => typeof value === 'string' && same(value);
  }
  return (value) => value === member;
}

function matchExpression(expression: object): ValueTest {
  const [[name, operand] = ['', undefined], ...more] = Object.entries(expression);
  if (name === '') throw new Error('Match expression name not found');
  const test = namedTest(name, operand);
  if (more.length > 0) throw new Error('Only one key allowed in match expression');
  return test;
}

function namedTest(name: string, operand: unknown): ValueTest {
  if (name === 'exists') {
    if (typeof operand !== 'boolean') throw new Error('exists match pattern must be either true or false.');
    return operand ? () => true : 'absent';
  }
  if (name === 'numeric') {
    const inRange = numericRange(operand);
    return (value) => typeof value === 'number' && inRange(value);
  }
  if (name === 'anything-but') return anythingBut(operand);
  if (name === 'cidr') {
    // AWS says "prefix" here too.
    if (typeof operand !== 'string') throw new Error('prefix match pattern must be a string');
    return onStrings(ipRange(operand));
  }
  if (!isStringTest(name)) throw new Error(`Unrecognized match type ${name}`);
  if ((name === 'prefix' || name === 'suffix') && isObject(operand)) return onStrings(caseInsensitive(name, operand));
  if (typeof operand !== 'string') throw new Error(`${name} match pattern must be a string`);
  return onStrings(STRING_TESTS[name](operand));
}

function caseInsensitive(name: 'prefix' | 'suffix', expression: object): (text: string) => boolean {
  const [[inner, wanted] = ['', undefined], ...more] = Object.entries(expression);
  if (inner !== 'equals-ignore-case') throw new Error(`Unsupported ${name} pattern: ${inner}`);
  if (typeof wanted !== 'string') throw new Error('equals-ignore-case match pattern must be a string');
  if (more.length > 0) throw new Error('Only one key allowed in match expression');
  return ignoringCase(name, wanted);
}

function onStrings(test: (text: string) => boolean): ValueTest {
  return (value) => typeof value === 'string' && test(value);
}

function isObject(value: unknown): value is object {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
