import fc from 'fast-check';
import { expect, test } from 'vitest';
import { wordsOf } from '../../../core/domain/command-line.ts';

test.each([
  ['node undo.mjs', ['node', 'undo.mjs']],
  ['  node   undo.mjs  ', ['node', 'undo.mjs']],
  ["sh -c 'undo && tell'", ['sh', '-c', 'undo && tell']],
  ['say "a \\"good\\" day"', ['say', 'a "good" day']],
  ['say a\\ day --to=\'the team\'" now"', ['say', 'a day', '--to=the team now']],
  ["say ''", ['say', '']],
  ['say $HOME; rm *', ['say', '$HOME;', 'rm', '*']],
])('the words of %s', (line, words) => {
  expect(wordsOf(line)).toEqual(words);
});

test.each(['', '   ', "say 'a day", 'say "a day', 'say day\\'])('"%s" is no command', (line) => {
  expect(wordsOf(line)).toBeUndefined();
});

test('words that were quoted come out as they went in', () => {
  fc.assert(
    fc.property(fc.array(fc.string(), { minLength: 1 }), (words) => {
      const line = words.map((word) => `"${word.replaceAll(/["\\]/g, '\\$&')}"`).join(' ');
      expect(wordsOf(line)).toEqual(words);
    }),
  );
});
