/** Many values of one metric at one time: `counts[i]` samples of `values[i]`, as PutMetricData has them. */
export interface Samples {
  readonly values: readonly number[];
  readonly counts: readonly number[];
}

/** How the other parts publish a metric. `time` is in milliseconds since 1970; now, when it is left out. */
export type PutMetric = (
  namespace: string,
  name: string,
  dimensions: Readonly<Record<string, string>>,
  value: number | Samples,
  time?: number,
) => void;
