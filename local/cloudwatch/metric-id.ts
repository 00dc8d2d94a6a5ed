import type { Dimension, Metric } from '@aws-sdk/client-cloudwatch';

/** What names a metric: namespace, name and the exact set of dimensions. */
export interface MetricId {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

/** The same text for the same metric, whatever the order of its dimensions. */
export function keyOf(metric: MetricId): string {
  const sorted = Object.entries(metric.dimensions).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([metric.namespace, metric.name, sorted]);
}

/** A metric as the API writes it. */
export function metricIdOf(metric: Metric): MetricId {
  return {
    namespace: metric.Namespace ?? '',
    name: metric.MetricName ?? '',
    dimensions: dimensionsOf(metric.Dimensions),
  };
}

/** The API's list of dimensions as a record. */
export function dimensionsOf(dimensions: readonly Dimension[] | undefined): Readonly<Record<string, string>> {
  return Object.fromEntries((dimensions ?? []).map(({ Name, Value }) => [Name ?? '', Value ?? '']));
}
