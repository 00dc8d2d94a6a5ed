import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { above, type Figure, take } from '../../bench/figure.ts';
import { grantedOfUsed, iamGrantedUsed } from '../../bench/figures/iam-granted-used.ts';
import { FIGURES } from '../../bench/figures.ts';
import { growth } from '../../bench/growth.ts';

const page = new URL('../../docs/figures.md', import.meta.url);

test('the page of the figures shows exactly those that can be measured again', () => {
  expect(existsSync(page)).toBe(true);
  const shown = [...readFileSync(page, 'utf8').matchAll(/^## (\w+)$/gm)].map(([, id]) => id);
  expect(shown).toEqual(FIGURES.map(({ id }) => id));
});

test('each figure has a name of its own', () => {
  expect(new Set(FIGURES.map(({ id }) => id)).size).toBe(FIGURES.length);
});

test('a figure above its bar is named, with the point that is above', () => {
  const figure = { id: 'calls', bar: { one: 3, two: 3 } } as const satisfies Partial<Figure>;
  const whole: Figure = { ...figure, what: '', unit: '', how: '', measure: async () => 0 };
  expect(above(whole, { one: 3, two: 4 })).toEqual(['calls (two) is 4, and may be 3 at most']);
  expect(above(whole, { one: 3 })).toEqual(['calls says nothing about two']);
  expect(above({ ...whole, bar: 2 }, { one: 1, two: 3 })).toEqual(['calls is 3, and may be 2 at most']);
  expect(above({ ...whole, bar: 2 }, 2)).toEqual([]);
});

test('a figure that cannot be measured says why, and has no value', async () => {
  const because = 'nothing was recorded. Record it, and measure again.';
  const figure: Figure = { id: 'calls', what: '', unit: '', how: '', measure: async () => ({ because }) };
  expect(await take(figure)).toEqual({ because });
});

test('rights are above their bar where one was not used, and have no value where no run has shown what is', () => {
  expect(grantedOfUsed({ granted: 4, used: 4, awsOnly: 1, ratio: 1 })).toBe(1);
  expect(above(iamGrantedUsed, 1)).toEqual([]);
  expect(above(iamGrantedUsed, 4 / 3)).toHaveLength(1);
  expect(grantedOfUsed(undefined)).toEqual({ because: expect.stringContaining('Run `npm test`') });
});

test('what does not grow has exponent 0, and what grows in step 1', () => {
  expect(growth([10, 100, 1000].map((size) => [size, 7]))).toBe(0);
  expect(growth([10, 100, 1000].map((size) => [size, 3 * size]))).toBe(1);
});
