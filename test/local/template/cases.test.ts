import fc from 'fast-check';
import { expect, test } from 'vitest';
import { name, runCases } from '../../../local/template/cases/index.ts';
import { creationOrder } from '../../../local/template/creation-order.ts';
import { parameterValues } from '../../../local/template/parameters.ts';

test('every case of the table gives what CloudFormation gives', async () => {
  const report = await runCases();
  expect(name).toBe('intrinsics');
  expect(report.failures).toEqual([]);
  expect(report.cases).toBeGreaterThanOrEqual(50);
});

test('an order never has a resource before what it needs', () => {
  const size = 12;
  const edges = fc.array(fc.tuple(fc.nat(size - 1), fc.nat(size - 1)), { maxLength: 40 });
  fc.assert(
    fc.property(edges, (pairs) => {
      const needs = new Map(Array.from({ length: size }, (_, index) => [`r${index}`, [] as string[]]));
      for (const [a, b] of pairs) if (a !== b) needs.get(`r${Math.max(a, b)}`)?.push(`r${Math.min(a, b)}`);
      const order = creationOrder(needs);
      expect(order).toHaveLength(size);
      for (const [id, before] of needs) {
        for (const one of before) expect(order.indexOf(one)).toBeLessThan(order.indexOf(id));
      }
    }),
  );
});

test.each([
  ['a pattern', { Type: 'String', AllowedPattern: 'a+' }, 'aab', 'must match a+'],
  ['a length', { Type: 'String', MaxLength: 2 }, 'abc', 'must have at most 2 characters'],
  ['a number', { Type: 'Number' }, 'x', 'must be a number'],
  ['a least number', { Type: 'Number', MinValue: 5 }, '4', 'must be at least 5'],
  [
    'a rule with a hint',
    { Type: 'String', MinLength: 1, ConstraintDescription: 'name a cluster' },
    '',
    'must have at least 1 characters (name a cluster)',
  ],
])('a parameter is held to %s', (_, declaration, value, message) => {
  expect(() => parameterValues({ P: declaration }, { P: value })).toThrow(`the parameter P ${message}`);
});

test('a parameter without a value is an error, unless it reads SSM', () => {
  expect(() => parameterValues({ P: { Type: 'String' } }, {})).toThrow('the parameter P must have a value');
  expect(parameterValues({ P: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/a' } }, {}).size).toBe(0);
});

test('an empty list parameter is an empty list', () => {
  expect(parameterValues({ P: { Type: 'CommaDelimitedList', Default: '' } }, {}).get('P')).toEqual([]);
});
