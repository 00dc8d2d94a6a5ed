import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { MUTANTS } from './all-mutants.ts';
import { CONTROL } from './control.ts';
import { mutantsDocument } from './document.ts';
import { huntAll } from './hunt-all.ts';
import { SCENES } from './scenes.ts';

/** One of each kind, all of which a few schedules show. */
const CHEAP = [
  'freed-before-written',
  'told-before-written',
  'image-by-tag',
  'way-back-without-capacity',
  'bad-not-held',
  'not-put-back',
  'watch-not-opened',
  'no-bake',
  'one-try-back',
];
const SEEDS = 20;
const LONG = 120_000;

test.each(MUTANTS)('the text of $id stands in its file once, and becomes another', ({ also = [], ...first }) => {
  const edits = [first, ...also];
  for (const { file, from, to } of edits) {
    const text = readFileSync(new URL(`../../../${file}`, import.meta.url), 'utf8');
    expect(text.split(from)).toHaveLength(2);
    expect(to).not.toBe(from);
  }
  // Of two in one file the second would take the place of the first.
  expect(new Set(edits.map(({ file }) => file)).size).toBe(edits.length);
});

test('every mutant has a name of its own, and there are enough of them', () => {
  expect(new Set(MUTANTS.map(({ id }) => id)).size).toBe(MUTANTS.length);
  expect(MUTANTS.length).toBeGreaterThanOrEqual(40);
});

test('a few schedules find bugs of every kind, and none where there is none', { timeout: LONG }, async () => {
  const chosen = MUTANTS.filter(({ id }) => CHEAP.includes(id));
  expect(chosen).toHaveLength(CHEAP.length);
  const reach = { seeds: SEEDS, directed: false };
  const hunts = await huntAll([CONTROL, ...chosen].map((mutant) => ({ mutant, reach })));
  const survived = hunts.filter(({ killedBy }) => killedBy === undefined);
  expect(survived).toEqual([{ id: CONTROL.id, after: SCENES.length + SEEDS }]);
});

test('what is not in the file is not planted', async () => {
  const mutant = { ...CONTROL, id: 'of another time', from: 'what stood here once' };
  const [hunt] = await huntAll([{ mutant, reach: { seeds: 1, directed: false } }]);
  expect(hunt?.crashed).toContain('stands 0 times');
});

test('the page that lists them says what they are', async () => {
  await expect(mutantsDocument()).toMatchFileSnapshot('../../../docs/mutants.md');
});
