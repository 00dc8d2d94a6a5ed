import { expect, test } from 'vitest';
import { ownCases, runCase, runCases } from '../../../local/step-functions/cases/index.ts';
import type { OwnCase } from '../../../local/step-functions/cases/own-case.ts';

test.each([...ownCases])('$name', async (ownCase: OwnCase) => {
  await runCase(ownCase);
});

test('no two cases have the same name, and each says what it stands on', () => {
  const names = ownCases.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  for (const { source } of ownCases) {
    expect('unverified' in source || (source.page.length > 0 && source.says.length > 0)).toBe(true);
  }
});

test('the table counts what passed', async () => {
  expect(await runCases()).toEqual({ cases: ownCases.length, passed: ownCases.length, failures: [] });
});
