import { compilePattern } from '../pattern/compile-pattern.ts';
import { ANYTHING_BUT } from './anything-but.ts';
import { NUMBERS_AND_ADDRESSES } from './numbers-and-addresses.ts';
import type { PatternCase } from './pattern-case.ts';
import { REFUSED } from './refused.ts';
import { SHAPES } from './shapes.ts';
import { STRINGS } from './strings.ts';

export const name = 'event-patterns';

/** The whole table, from the rules of EventBridge's documentation. */
export const CASES: readonly PatternCase[] = [
  ...STRINGS,
  ...ANYTHING_BUT,
  ...NUMBERS_AND_ADDRESSES,
  ...SHAPES,
  ...REFUSED,
];

/** Runs the table. Each failure is a sentence that names the case. */
export async function runCases(): Promise<{ cases: number; passed: number; failures: string[] }> {
  const failures = CASES.flatMap((line) => failureOf(line) ?? []);
  return { cases: CASES.length, passed: CASES.length - failures.length, failures };
}

/** What is wrong with one case, or `undefined`. */
export function failureOf({ says, pattern, event, gives }: PatternCase): string | undefined {
  const text = typeof pattern === 'string' ? pattern : JSON.stringify(pattern);
  let got: boolean | string;
  try {
    got = compilePattern(text)(event ?? {});
  } catch (error) {
    got = error instanceof Error ? error.message : String(error);
  }

  const right = typeof gives === 'boolean' ? got === gives : typeof got === 'string' && got.includes(gives.refused);
  if (right) return undefined;
  const wanted = typeof gives === 'boolean' ? `matches: ${gives}` : `refused: ${gives.refused}`;
  return `${says}: wanted ${wanted}, got ${typeof got === 'boolean' ? `matches: ${got}` : got} (${text})`;
}
