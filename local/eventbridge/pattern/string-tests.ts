import { wildcard } from './wildcard.ts';

/** The tests on strings that stand alone, and (each of them) inside `anything-but`. */
export const STRING_TESTS = {
  prefix: (wanted: string) => (text: string) => text.startsWith(wanted),
  suffix: (wanted: string) => (text: string) => text.endsWith(wanted),
  'equals-ignore-case': (wanted: string) => (text: string) => text.toLowerCase() === wanted.toLowerCase(),
  wildcard,
} as const;

export type StringTest = keyof typeof STRING_TESTS;

export function isStringTest(name: string): name is StringTest {
  return Object.hasOwn(STRING_TESTS, name);
}

/** `prefix` and `suffix` with `equals-ignore-case` inside. */
export function ignoringCase(name: 'prefix' | 'suffix', wanted: string): (text: string) => boolean {
  const test = STRING_TESTS[name](wanted.toLowerCase());
  return (text) => test(text.toLowerCase());
}
