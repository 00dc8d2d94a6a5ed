import { AwsError } from '../kernel/aws-error.ts';

/** What is known of the samples of one minute. */
export interface Minute {
  readonly count: number;
  readonly sum: number;
  readonly minimum: number;
  readonly maximum: number;
  /** How often each value came, to three digits; `undefined` when only a statistic set was published. */
  readonly spread: ReadonlyMap<number, number> | undefined;
}

/** `count` samples of one value. CloudWatch, too, keeps percentiles only to a small relative error. */
export function minuteOf(value: number, count: number): Minute {
  const spread = new Map([[Number(value.toPrecision(3)), count]]);
  return { count, sum: value * count, minimum: value, maximum: value, spread };
}

/** The samples of both. */
export function joined(a: Minute, b: Minute): Minute {
  return {
    count: a.count + b.count,
    sum: a.sum + b.sum,
    minimum: Math.min(a.minimum, b.minimum),
    maximum: Math.max(a.maximum, b.maximum),
    spread: a.spread === undefined || b.spread === undefined ? undefined : joinedSpread(a.spread, b.spread),
  };
}

function joinedSpread(a: ReadonlyMap<number, number>, b: ReadonlyMap<number, number>): ReadonlyMap<number, number> {
  const spread = new Map(a);
  for (const [value, count] of b) spread.set(value, (spread.get(value) ?? 0) + count);
  return spread;
}

/** Reads one statistic off the samples; `undefined` when it cannot be known. */
export type ReadStatistic = (minute: Minute) => number | undefined;

const named: Readonly<Record<string, ReadStatistic>> = {
  SampleCount: ({ count }) => count,
  Sum: ({ sum }) => sum,
  Average: ({ sum, count }) => (count === 0 ? undefined : sum / count),
  Minimum: ({ minimum }) => minimum,
  Maximum: ({ maximum }) => maximum,
};

/** `Sum`, `Average`, `Minimum`, `Maximum`, `SampleCount` or `p0` to `p100`. Another one is InvalidParameterValueException. */
export function statisticNamed(name: string): ReadStatistic {
  const simple = Object.hasOwn(named, name) ? named[name] : undefined;
  if (simple !== undefined) return simple;
  const percent = /^p(\d{1,3}(?:\.\d{1,10})?)$/.exec(name)?.[1];
  if (percent === undefined || Number(percent) > 100) {
    const known = [...Object.keys(named), 'pNN'].join(', ');
    throw new AwsError(
      'InvalidParameterValueException',
      `The statistic ${name} is not supported here; use one of ${known}.`,
    );
  }
  return (minute) => percentile(minute, Number(percent) / 100);
}

function percentile({ spread, count, minimum, maximum }: Minute, share: number): number | undefined {
  if (spread === undefined) return minimum === maximum ? minimum : undefined;
  let left = Math.max(1, Math.ceil(share * count));
  for (const [value, times] of [...spread].sort(([a], [b]) => a - b)) {
    left -= times;
    if (left <= 0) return Math.min(maximum, Math.max(minimum, value));
  }
  return maximum;
}
