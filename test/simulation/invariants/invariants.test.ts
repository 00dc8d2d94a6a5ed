import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { INVARIANTS } from './all-invariants.ts';

const PAGE = readFileSync(new URL('../../../docs/simulation.md', import.meta.url), 'utf8');

test('every invariant has a name of its own', () => {
  expect(new Set(INVARIANTS.map(({ id }) => id)).size).toBe(INVARIANTS.length);
});

test.each(INVARIANTS)('the page says that $id holds', ({ id, sentence }) => {
  expect(PAGE).toContain(`| ${id} | ${sentence} |`);
});
