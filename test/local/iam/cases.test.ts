import fc from 'fast-check';
import { expect, test } from 'vitest';
import { name, runCases } from '../../../local/iam/cases/index.ts';
import { evaluate } from '../../../local/iam/evaluate.ts';
import { fitsGlob } from '../../../local/iam/glob.ts';
import { parsePolicy } from '../../../local/iam/policy-document.ts';

test('every case of the table is decided as IAM decides it', async () => {
  const report = await runCases();
  expect(name).toBe('iam');
  expect(report.failures).toEqual([]);
  expect(report.cases).toBeGreaterThanOrEqual(50);
});

test('a glob fits what the equal regular expression fits', () => {
  const letters = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 8 });
  fc.assert(
    fc.property(letters, fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 8 }), (pattern, text) => {
      const expression = pattern.replaceAll('*', '.*').replaceAll('?', '.');
      expect(fitsGlob(pattern, text)).toBe(new RegExp(`^${expression}$`).test(text));
    }),
    { numRuns: 1000 },
  );
});

test('a hostile glob is decided quickly', () => {
  expect(fitsGlob('*a'.repeat(2000), 'a'.repeat(20_000).concat('b'))).toBe(false);
});

test('an explicit deny always wins, wherever it stands', () => {
  const allow = { Effect: 'Allow', Action: '*', Resource: '*' };
  const deny = { Effect: 'Deny', Action: 'ecs:*', Resource: '*' };
  fc.assert(
    fc.property(
      fc.array(fc.constant(allow), { maxLength: 5 }),
      fc.array(fc.constant(allow), { maxLength: 5 }),
      (before, after) => {
        const Statement = [...before, deny, ...after];
        const rules = parsePolicy({ Version: '2012-10-17', Statement }, 'it', 'identity').map((statement) => ({
          statement,
        }));
        const request = { action: 'ecs:ListTasks', resource: '*', context: new Map() };
        expect(evaluate(rules, request).kind).toBe('denied');
      },
    ),
  );
});
