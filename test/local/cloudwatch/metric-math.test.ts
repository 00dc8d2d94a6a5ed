import { expect, test } from 'vitest';
import { evaluateMath } from '../../../local/cloudwatch/evaluate-math.ts';
import { parseMath } from '../../../local/cloudwatch/math-syntax.ts';
import type { MathValue, Series } from '../../../local/cloudwatch/math-value.ts';

/** `undefined` is a period without a value. */
type Picture = readonly (number | undefined)[];

const _ = undefined;

function evaluated(
  source: string,
  given: Readonly<Record<string, Picture>> = {},
): Picture | number | readonly Picture[] {
  const metrics = Object.entries(given).map(([id, picture]) => [id, seriesOf(picture)] as const);
  const length = Math.max(0, ...Object.values(given).map((picture) => picture.length));
  const result: MathValue = evaluateMath(parseMath(source), {
    source,
    times: Array.from({ length }, (_, index) => index),
    value: (id) => {
      const points = metrics.find(([name]) => name === id)?.[1];
      return points && { kind: 'series', points };
    },
    quota: (id) => (id === 'usage' ? 6 : undefined),
    metrics: (part) => metrics.filter(([id]) => id.includes(part)).map(([, points]) => points),
  });
  const picture = (points: Series) => Array.from({ length }, (_, index) => points.get(index));
  if (result.kind === 'scalar') return result.value;
  return result.kind === 'series' ? picture(result.points) : result.items.map(picture);
}

function seriesOf(picture: Picture): Series {
  return new Map(picture.flatMap((value, index) => (value === undefined ? [] : [[index, value] as const])));
}

test.each([
  ['1 + 2 * 3', 7],
  ['(1 + 2) * 3', 9],
  ['2 ^ 3 ^ 2', 512],
  ['-2 ^ 2', -4],
  ['10 - 4 - 3', 3],
  ['1e2 / 4', 25],
  ['1 + 1 == 2', 1],
  ['1 < 2 AND 2 < 1 OR 1', 1],
  ['1 != 1 || 0', 0],
  ['2 >= 2 && 1 <= 0', 0],
])('%s is %d', (source, expected) => {
  expect(evaluated(source)).toBe(expected);
});

test.each<[string, Record<string, Picture>, Picture | readonly Picture[]]>([
  // From the tables of "Using metric math".
  ['metric1 < metric2', { metric1: [30, 20, 0, 0], metric2: [20, _, 20, _] }, [0, 0, 1, 0]],
  ['metric1 >= 30', { metric1: [30, 20, 0, 0] }, [1, 0, 0, 0]],
  ['metric1 > 15 AND metric2 > 15', { metric1: [30, 20, 0, 0], metric2: [20, _, 20, _] }, [1, 0, 0, 0]],
  ['IF(m1, m2, m3)', { m1: [1, 1, 0, 0, _], m2: [30, _, 0, 0, 30], m3: [0, 0, 20, _, 20] }, [30, 0, 20, _, _]],
  ['IF(m1, 5, m3)', { m1: [1, 1, 0, 0, _], m3: [0, 0, 20, _, 20] }, [5, 5, 20, _, _]],
  ['IF(m1, m2, 5)', { m1: [1, 1, 0, 0, _], m2: [30, _, 0, 0, 30] }, [30, 0, 5, 5, _]],
  ['IF(m1 < 400, m1)', { m1: [10, 500] }, [10, _]],
  ['usage / SERVICE_QUOTA(usage)', { usage: [3, _, 6] }, [0.5, _, 1]],
  // A missing value counts as 0, and a division by zero is dropped.
  ['m1 / m2 * 100', { m1: [5, _, 1], m2: [10, 10, _] }, [50, 0, _]],
  ['-m1', { m1: [1, _] }, [-1, _]],
  ['ABS(m1 - m2)', { m1: [1, 5], m2: [4, 2] }, [3, 3]],
  ['SUM([m1, m2])', { m1: [1, _], m2: [2, 3] }, [3, 3]],
  ['SUM(METRICS())', { m1: [1, _], m2: [2, 3] }, [3, 3]],
  ['SUM(METRICS("err"))', { err1: [1, 1], err2: [2, _], m: [9, 9] }, [3, 1]],
  ['AVG([m1, m2])', { m1: [2, 2], m2: [4, _] }, [3, 1]],
  ['MAX([m1, m2]) - MIN([m1, m2])', { m1: [1, 7], m2: [4, 2] }, [3, 5]],
  ['m1 - AVG(m1)', { m1: [1, 3] }, [-1, 1]],
  ['METRICS() * 2', { m1: [1], m2: [2] }, [[2], [4]]],
  ['FILL(m1, 0)', { m1: [1, _, 3] }, [1, 0, 3]],
  ['FILL(m1, REPEAT)', { m1: [_, 1, _, 3, _] }, [_, 1, 1, 3, 3]],
  ['FILL(m1, LINEAR)', { m1: [_, 1, _, 3, _] }, [_, 1, 2, 3, _]],
  ['FILL(m1, m2)', { m1: [1, _], m2: [8, 9] }, [1, 9]],
  ['FILL(m1, 0)', { m1: [_, _] }, [_, _]],
  ['IF(m2 >= 10, m1 / m2 * 100, 0)', { m1: [_, 5, 1], m2: [20, 10, 2] }, [0, 50, 0]],
])('%s with %j', (source, given, expected) => {
  expect(evaluated(source, given)).toEqual(expected);
});

test.each([
  ['1 +', 'unexpected end'],
  ['1 $ 2', "unexpected '$ 2'"],
  ['(1', 'unexpected end'],
  ['m9', 'no metric or expression with the id m9'],
  ['SERVICE_QUOTA(1)', 'wrong arguments for SERVICE_QUOTA'],
  ['CEIL(1)', 'the function CEIL is not supported here; use one of SUM'],
  ['IF(1)', 'wrong arguments for IF'],
  ['REPEAT', 'REPEAT is no value'],
  ['constructor(1)', "unexpected '('"],
])('%s is refused with what is wrong', (source, problem) => {
  expect(() => evaluated(source)).toThrow(problem);
});
