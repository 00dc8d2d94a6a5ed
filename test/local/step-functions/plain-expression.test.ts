import fc from 'fast-check';
import jsonata from 'jsonata';
import { expect, test } from 'vitest';
import { compileExpression, jsonataMessage } from '../../../local/step-functions/asl/expression.ts';
import { plainExpression } from '../../../local/step-functions/asl/plain-expression.ts';

const PLAIN = [
  '$a',
  '$a.b',
  '$a.b.c',
  "'text'",
  '7',
  'true',
  "$a = 'text'",
  '$a.b = 7',
  '$a.b = $a.c',
  "'' = $a.b.c",
  "$a & 'x'",
  "$a.b & ': ' & $a.c",
  '$a + 1',
  '$a.b + $a.c',
  '$a and $a',
  "$a.b = 'text' and $a.c = true",
];

const value = fc.letrec((tie) => ({
  any: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom('text', '', 7, 0, true, false, null),
    fc.array(tie('any'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('a', 'b', 'c'), tie('any'), { maxKeys: 3 }),
  ),
})).any;

/** What an evaluation gives as JSON, or why it does not. */
async function comesTo(evaluated: () => Promise<unknown>): Promise<unknown> {
  try {
    return JSON.stringify(await evaluated());
  } catch (thrown) {
    return { refused: jsonataMessage(thrown) };
  }
}

test.each(PLAIN)('%s is answered without JSONata', (source) => {
  expect(plainExpression(jsonata(source).ast())).toBeDefined();
});

test.each([
  '$a[0]',
  '$a.b[]',
  '$sum($a)',
  "$a ? 'x' : 'y'",
  '$a or $a',
  '$a.$b',
  '$a.*',
  '$a.b{c: d}',
  '$a.(b)',
  '$a^(b)',
  '$a.b@$c.d',
  '$',
  '$states',
])('%s is left to JSONata', (source) => {
  expect(plainExpression(jsonata(source).ast())).toBeUndefined();
});

test.each(PLAIN)('%s comes to what JSONata says, whatever the variable holds', async (source) => {
  await fc.assert(
    fc.asyncProperty(value, async (a) => {
      const said = await comesTo(() => jsonata(source).evaluate(undefined, { a }));
      const { plain, evaluate } = compileExpression(source);
      expect(await comesTo(async () => plain?.({ a }) ?? (await evaluate({ a })))).toEqual(said);
    }),
  );
});
