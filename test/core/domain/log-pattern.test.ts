import fc from 'fast-check';
import { expect, test } from 'vitest';
import { whyNoPattern } from '../../../core/domain/log-pattern.ts';

test.each([
  'ERROR',
  'ERROR 500',
  '"out of memory"',
  '?ERROR ?"panic: "',
  'ERROR -retried',
  '"\\"level\\":\\"error\\""',
  ' a  b ',
])('%s is a pattern', (text) => {
  expect(whyNoPattern(text)).toBeUndefined();
});

test.each([
  ['', 'at least one word'],
  ['   ', 'not understood'],
  ['{ $.level = "error" }', 'words only'],
  ['[ip, user]', 'words only'],
  ['%(a+)+$%', 'words only'],
  ['java.lang.Error', 'double quotes'],
  ['"open', 'double quotes'],
  ['""', 'double quotes'],
  ['"two\nlines"', 'double quotes'],
  ['word"phrase"', 'double quotes'],
  ['-DEBUG', 'without -'],
  ['?ERROR WARN', 'all words with ?'],
  ['?ERROR -DEBUG', 'all words with ?'],
])('%j is none: %s', (text, because) => {
  expect(whyNoPattern(text)).toContain(because);
});

test('any text is answered, and what is taken has nothing in it that CloudWatch Logs reads otherwise', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ maxLength: 500 }), fc.stringMatching(/^["\\ a?-]{0,60}$/)), (text) => {
      if (whyNoPattern(text) !== undefined) return;
      expect(text.replaceAll(/"(?:[^"\\]|\\["\\])+"/g, 'phrase')).toMatch(/^\s*([?-]?\w+\s+)*[?-]?\w+\s*$/);
    }),
  );
});
