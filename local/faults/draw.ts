/** Where a seeded sequence of chances stands: the same state always gives the same next one. */
export type DrawState = number;

/** The next chance, from 0 up to and without 1, and where the sequence stands after it (mulberry32). */
export function draw(state: DrawState): readonly [chance: number, next: DrawState] {
  const next = (state + 0x6d2b79f5) | 0;
  let mixed = Math.imul(next ^ (next >>> 15), 1 | next);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return [((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32, next];
}
