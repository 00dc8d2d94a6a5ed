/** The functions of metric math that the local CloudWatch knows. */
import { at, list, type MathValue, mapped, type Series, scalar, series, timesOf } from './math-value.ts';

/** `times` are the starts of all periods that are looked at. `undefined`: the arguments are of the wrong kind or number. */
export type MathFunction = (given: readonly MathValue[], times: readonly number[]) => MathValue | undefined;

export const functions: Readonly<Record<string, MathFunction>> = {
  SUM: reduced((values) => values.reduce((sum, value) => sum + value, 0)),
  AVG: reduced((values) => values.reduce((sum, value) => sum + value, 0) / values.length),
  MIN: reduced((values) => Math.min(...values)),
  MAX: reduced((values) => Math.max(...values)),
  ABS: ([value, ...more]) => (more.length > 0 ? undefined : eachSeries(value, (points) => mapped(points, Math.abs))),
  IF: ([condition, whenTrue, whenFalse, ...more], times) => {
    if (condition === undefined || whenTrue === undefined || more.length > 0) return undefined;
    if ([condition, whenTrue, whenFalse].some((value) => value?.kind === 'list')) return undefined;
    return chosen(condition, whenTrue, whenFalse, times);
  },
};

/** One series gives one number; several series give one series, in which AWS counts a missing value as 0. */
function reduced(reduce: (values: readonly number[]) => number): MathFunction {
  return ([value, ...more]) => {
    if (value === undefined || more.length > 0) return undefined;
    if (value.kind === 'series')
      return scalar(value.points.size === 0 ? Number.NaN : reduce([...value.points.values()]));
    if (value.kind !== 'list') return undefined;
    const { items } = value;
    return series(new Map(timesOf(items).map((time) => [time, reduce(items.map((points) => points.get(time) ?? 0))])));
  };
}

function chosen(
  condition: MathValue,
  whenTrue: MathValue,
  whenFalse: MathValue | undefined,
  times: readonly number[],
): MathValue | undefined {
  if (condition.kind === 'scalar') {
    const branch = condition.value !== 0 ? whenTrue : whenFalse;
    if (branch === undefined) return series(new Map());
    return branch.kind === 'scalar' && whenTrue.kind === 'series'
      ? series(new Map(times.map((time) => [time, branch.value])))
      : branch;
  }
  if (condition.kind !== 'series') return undefined;
  return series(
    mapped(condition.points, (value, time) => {
      if (value !== 0) return at(whenTrue, time) ?? 0;
      return whenFalse === undefined ? undefined : at(whenFalse, time);
    }),
  );
}

/** FILL: `by` is a value, or REPEAT or LINEAR. A series without any value stays empty: there is nothing to fill. */
export function filled(
  value: MathValue,
  by: MathValue | 'REPEAT' | 'LINEAR',
  times: readonly number[],
): MathValue | undefined {
  if (typeof by !== 'string' && by.kind === 'list') return undefined;
  return eachSeries(value, (points) => {
    if (points.size === 0) return points;
    const known = [...points.keys()].sort((a, b) => a - b);
    const all = timesOf([points, new Map(times.map((time) => [time, 0]))]).map((time) => {
      return [time, points.get(time) ?? filler(points, known, by, time)] as const;
    });
    return new Map(all.filter((entry): entry is readonly [number, number] => Number.isFinite(entry[1])));
  });
}

function filler(
  points: Series,
  known: readonly number[],
  by: MathValue | 'REPEAT' | 'LINEAR',
  time: number,
): number | undefined {
  if (typeof by !== 'string') return at(by, time);
  const before = known.findLast((other) => other < time);
  const from = before === undefined ? undefined : points.get(before);
  if (by === 'REPEAT' || before === undefined || from === undefined) return from;
  const after = known.find((other) => other > time);
  const to = after === undefined ? undefined : points.get(after);
  return after === undefined || to === undefined
    ? undefined
    : from + ((to - from) * (time - before)) / (after - before);
}

function eachSeries(value: MathValue | undefined, change: (points: Series) => Series): MathValue | undefined {
  if (value?.kind === 'series') return series(change(value.points));
  return value?.kind === 'list' ? list(value.items.map(change)) : undefined;
}
