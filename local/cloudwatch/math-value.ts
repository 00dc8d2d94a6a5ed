/** Values by the start of their period. */
export type Series = ReadonlyMap<number, number>;

/** What a metric math expression can give. */
export type MathValue =
  | { readonly kind: 'scalar'; readonly value: number }
  | { readonly kind: 'series'; readonly points: Series }
  | { readonly kind: 'list'; readonly items: readonly Series[] };

export const scalar = (value: number): MathValue => ({ kind: 'scalar', value });
export const series = (points: Series): MathValue => ({ kind: 'series', points });
export const list = (items: readonly Series[]): MathValue => ({ kind: 'list', items });

/** Each value of a series anew; a value that is not finite is dropped, as AWS drops a division by zero. */
export function mapped(points: Series, change: (value: number, time: number) => number | undefined): Series {
  const changed = [...points].map(([time, value]) => [time, change(value, time)] as const);
  return new Map(changed.filter((entry): entry is readonly [number, number] => Number.isFinite(entry[1])));
}

/** All the times at which at least one of the series has a value, in order. */
export function timesOf(all: readonly Series[]): readonly number[] {
  return [...new Set(all.flatMap((points) => [...points.keys()]))].sort((a, b) => a - b);
}

/** A function of two numbers, on values of any kind. Where one of two series has no value, AWS counts it as 0. */
export function combined(
  left: MathValue,
  right: MathValue,
  apply: (a: number, b: number) => number,
): MathValue | undefined {
  if (left.kind === 'scalar' && right.kind === 'scalar') return scalar(apply(left.value, right.value));
  if (left.kind !== 'list' && right.kind !== 'list') return series(combinedSeries(left, right, apply));
  if (left.kind === 'list' && right.kind === 'list') {
    if (left.items.length !== right.items.length) return undefined;
    return list(
      left.items.map((item, index) => combinedSeries(series(item), series(right.items[index] ?? new Map()), apply)),
    );
  }
  if (left.kind === 'list') return list(left.items.map((item) => combinedSeries(series(item), right, apply)));
  return right.kind === 'list' ? list(right.items.map((item) => combinedSeries(left, series(item), apply))) : undefined;
}

function combinedSeries(left: MathValue, right: MathValue, apply: (a: number, b: number) => number): Series {
  const base = new Map(
    timesOf([left, right].flatMap((value) => (value.kind === 'series' ? [value.points] : []))).map((time) => [time, 0]),
  );
  return mapped(base, (_, time) => apply(at(left, time) ?? 0, at(right, time) ?? 0));
}

/** The value at a time; a scalar is the same at all times. */
export function at(value: MathValue, time: number): number | undefined {
  if (value.kind === 'scalar') return value.value;
  return value.kind === 'series' ? value.points.get(time) : undefined;
}
