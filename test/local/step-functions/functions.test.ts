import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { VirtualClock } from '../../../local/kernel/virtual-clock.ts';
import { jsonataFunctions } from '../../../local/step-functions/asl/functions.ts';
import { compileTemplate, fill } from '../../../local/step-functions/asl/template.ts';
import type { Json } from '../../../local/step-functions/json.ts';

const functions = jsonataFunctions(new VirtualClock(), Math.random);

function evaluate(expression: string, input: Json = null): Promise<Json> {
  return fill(compileTemplate(`{% ${expression} %}`, 'Output'), { ...functions, states: { input } });
}

const size = fc.integer({ min: 1, max: 12 });

describe('the functions that Step Functions adds', () => {
  test('$partition loses nothing, and no part but the last is short', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer(), { minLength: 1 }), size, async (list, length) => {
        const parts = await evaluate('$partition($states.input.list, $states.input.length)', { list, length });
        expect(Array.isArray(parts) && parts.flat()).toEqual(list);
        expect(Array.isArray(parts) && parts.slice(0, -1).every((part) => part.length === length)).toBe(true);
      }),
    );
  });

  test('$range never leaves its bounds and never makes a wrong step', async () => {
    const bound = fc.integer({ min: -50, max: 50 });
    await fc.assert(
      fc.asyncProperty(bound, size, size, async (first, steps, step) => {
        const last = first + steps * step;
        const numbers = await evaluate('$range($states.input[0], $states.input[1], $states.input[2])', [
          first,
          last,
          step,
        ]);
        expect(numbers).toEqual(Array.from({ length: steps + 1 }, (_, place) => first + place * step));
      }),
    );
  });

  test('$random with a seed is always the same number, from 0 up to 1', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer(), async (seed) => {
        const [once, again] = [
          await evaluate('$random($states.input)', seed),
          await evaluate('$random($states.input)', seed),
        ];
        expect(once).toBe(again);
        expect(Number(once)).toBeGreaterThanOrEqual(0);
        expect(Number(once)).toBeLessThan(1);
      }),
    );
  });

  test('$parse undoes JSON text', async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue({ noUnicodeString: false }), async (value) => {
        const text = JSON.stringify(value);
        expect(JSON.stringify(await evaluate('[$parse($states.input)]', text))).toBe(
          JSON.stringify(Array.isArray(value) ? value : [JSON.parse(text)]),
        );
      }),
    );
  });

  test('$uuid is a version 4 UUID', async () => {
    expect(await evaluate('$uuid()')).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  test.each([
    ["$hash('x', 'SHA-3')", /\$hash knows the algorithms MD5, SHA-1, SHA-256, SHA-384, SHA-512/],
    ['$partition([1], 0)', /must be a positive integer/],
    ['$range(0, 10, 0)', /must not be zero/],
    ['$range(0, 5000, 1)', /at most 1000 numbers/],
    ["$parse('{')", /threw an error during evaluation/],
    ["$eval('1')", /T1006: Attempted to invoke a non-function/],
    ['$sum', /returned an unsupported result type/],
    ['{"f": $sum}', /returned an unsupported result type/],
    ['$missing', /returned nothing \(undefined\)/],
    ['"a" + 1', /T2001: The left side of the "\+" operator must evaluate to a number/],
  ])('%s is an evaluation error', async (expression, message) => {
    await expect(evaluate(expression)).rejects.toThrow(message);
  });
});

describe('templates', () => {
  test('only a string that begins and ends with the marks is an expression', async () => {
    const literals = [' {% 1 %}', '{% 1 %} ', '{%1', '%}', '$states.input', '{%}'];
    expect(await fill(compileTemplate(literals, 'Output'), {})).toEqual(literals);
  });

  test('the message names the place of the expression', async () => {
    const template = compileTemplate({ a: [{ b: '{% $missing %}' }] }, 'Arguments');
    await expect(fill(template, {})).rejects.toMatchObject({ field: 'Arguments/a[0]/b' });
  });

  test('a value without expressions comes out as it went in', async () => {
    const plain = fc.jsonValue().filter((value) => !JSON.stringify(value).includes('{%'));
    await fc.assert(
      fc.asyncProperty(plain, async (value) => {
        const json: Json = JSON.parse(JSON.stringify(value));
        expect(await fill(compileTemplate(json, 'Output'), {})).toEqual(json);
      }),
    );
  });
});
