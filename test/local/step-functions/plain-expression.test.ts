import fc from 'fast-check';
import jsonata from 'jsonata';
import { expect, test } from 'vitest';
import { compileExpression } from '../../../local/step-functions/asl/expression.ts';
import { plainExpression } from '../../../local/step-functions/asl/plain-expression.ts';

const PLAIN = ['$a', '$a.b', '$a.b.c', "'text'", '7', "$a = 'text'", '$a.b = 7', '$a.b = $a.c', "'' = $a.b.c"];

const value = fc.letrec((tie) => ({
  any: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom('text', '', 7, 0, true, false, null),
    fc.array(tie('any'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('a', 'b', 'c'), tie('any'), { maxKeys: 3 }),
  ),
})).any;

test.each(PLAIN)('%s is answered without JSONata', (source) => {
  expect(plainExpression(jsonata(source).ast())).toBeDefined();
});

test.each([
  '$a[0]',
  '$a.b[]',
  '$sum($a)',
  "$a & 'x'",
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
      const said: unknown = await jsonata(source).evaluate(undefined, { a });
      const { plain, evaluate } = compileExpression(source);
      expect(JSON.stringify(plain?.({ a }) ?? (await evaluate({ a })))).toBe(JSON.stringify(said));
    }),
  );
});
