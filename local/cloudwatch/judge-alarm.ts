import type { AlarmRule, Comparison } from './alarm-definition.ts';

export type AlarmState = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';

/** One period of the evaluation range; without a value when there was no data. */
export interface Datapoint {
  readonly time: number;
  readonly value: number | undefined;
}

export interface Value {
  readonly time: number;
  readonly value: number;
}

export interface Judgement {
  readonly state: AlarmState;
  /** The data that was judged, newest first. */
  readonly judged: readonly Value[];
  /** Those of `judged` that breach when the state is ALARM, and that do not when it is OK. */
  readonly decisive: readonly Value[];
  /** How many missing datapoints had to be counted as breaching or as not breaching. */
  readonly filled: number;
}

const breaches: Readonly<Record<Comparison, (value: number, threshold: number) => boolean>> = {
  GreaterThanThreshold: (value, threshold) => value > threshold,
  GreaterThanOrEqualToThreshold: (value, threshold) => value >= threshold,
  LessThanThreshold: (value, threshold) => value < threshold,
  LessThanOrEqualToThreshold: (value, threshold) => value <= threshold,
};

/**
 * Judges an evaluation range, oldest datapoint first, as AWS does where data is missing: real data is used before
 * missing data is counted, however old within the range. `undefined`: the alarm keeps its state.
 */
export function judgeAlarm(rule: AlarmRule, range: readonly Datapoint[]): Judgement | undefined {
  const real = range.filter((point): point is Value => point.value !== undefined).reverse();
  const judged = real.slice(0, rule.evaluationPeriods);
  const [bad, good] = split(judged, ({ value }) => breaches[rule.comparison](value, rule.threshold));
  const filled = rule.evaluationPeriods - judged.length;
  const result = (state: AlarmState, counted: number): Judgement => {
    return { state, judged, decisive: state === 'ALARM' ? bad : good, filled: counted };
  };

  if (bad.length >= rule.datapointsToAlarm) return result('ALARM', 0);
  if (filled === 0) return result('OK', 0);
  if (rule.missing === 'breaching')
    return result(bad.length + filled >= rule.datapointsToAlarm ? 'ALARM' : 'OK', filled);
  if (rule.missing === 'notBreaching') return result('OK', filled);
  if (good.length > 0) return result('OK', 0);
  if (rule.missing === 'ignore') return undefined;
  if (bad.length === 0) return result('INSUFFICIENT_DATA', 0);
  return ageOfOldest(range) >= rule.datapointsToAlarm ? result('ALARM', 0) : undefined;
}

/** Periods since the oldest data of the range, its own included. Breaching data followed by silence alarms by its age. */
function ageOfOldest(range: readonly Datapoint[]): number {
  return range.length - range.findIndex(({ value }) => value !== undefined);
}

function split<Item>(
  items: readonly Item[],
  test: (item: Item) => boolean,
): readonly [readonly Item[], readonly Item[]] {
  return [items.filter(test), items.filter((item) => !test(item))];
}
