import type {
  Datapoint,
  GetMetricDataInput,
  GetMetricDataOutput,
  GetMetricStatisticsInput,
  GetMetricStatisticsOutput,
  ListMetricsInput,
  ListMetricsOutput,
  MetricDatum,
  PutMetricDataInput,
} from '@aws-sdk/client-cloudwatch';
import { AwsError } from '../kernel/aws-error.ts';
import { type Operations, operation } from '../kernel/aws-service.ts';
import type { Clock } from '../kernel/clock.ts';
import { dimensionsOf, type MetricId } from './metric-id.ts';
import { evaluateQuery, periodOf, type Span, wholeMinutes } from './metric-queries.ts';
import { type MetricStore, RETENTION, startOf } from './metric-store.ts';
import { pageOf } from './page.ts';
import { joined, type Minute, minuteOf, statisticNamed } from './statistic.ts';

/** The operations on metrics. `put` stores samples and lets the alarms know. */
export function metricOperations(
  clock: Clock,
  store: MetricStore,
  put: (metric: MetricId, samples: Minute, time: number) => void,
): Operations {
  return {
    PutMetricData: operation<PutMetricDataInput, object>({
      permissions: ({ Namespace = '' }) => [
        { action: 'cloudwatch:PutMetricData', resource: '*', context: { 'cloudwatch:namespace': Namespace } },
      ],
      run: ({ Namespace = '', MetricData, EntityMetricData }) => {
        if (EntityMetricData !== undefined)
          throw refused('EntityMetricData is not supported by the local CloudWatch; use MetricData');
        const data = (MetricData ?? []).map((datum) => readDatum(Namespace, datum, clock.now()));
        for (const { metric, samples, time } of data) put(metric, samples, time);
        return {};
      },
    }),
    GetMetricData: operation<GetMetricDataInput, GetMetricDataOutput>({
      permissions: () => [{ action: 'cloudwatch:GetMetricData', resource: '*' }],
      run: (input) => getMetricData(input, store),
    }),
    GetMetricStatistics: operation<GetMetricStatisticsInput, GetMetricStatisticsOutput>({
      permissions: () => [{ action: 'cloudwatch:GetMetricStatistics', resource: '*' }],
      run: (input) => getMetricStatistics(input, store),
    }),
    ListMetrics: operation<ListMetricsInput, ListMetricsOutput>({
      permissions: () => [{ action: 'cloudwatch:ListMetrics', resource: '*' }],
      run: (input) => listMetrics(input, store),
    }),
  };
}

function readDatum(
  namespace: string,
  datum: MetricDatum,
  now: number,
): { metric: MetricId; samples: Minute; time: number } {
  const { MetricName: name = '', Dimensions, Timestamp, StorageResolution } = datum;
  if (StorageResolution !== undefined && StorageResolution !== 60)
    throw refused(`StorageResolution ${StorageResolution} of ${name} is not supported by the local CloudWatch; use 60`);
  const time = Timestamp?.getTime() ?? now;
  if (time < now - RETENTION)
    throw refused(
      `Timestamp of ${name} is older than the ${RETENTION / 60_000} minutes that the local CloudWatch keeps`,
    );
  if (time > now + 2 * 3_600_000) throw refused(`Timestamp of ${name} is more than two hours in the future`);
  return { metric: { namespace, name, dimensions: dimensionsOf(Dimensions) }, samples: samplesOf(name, datum), time };
}

function samplesOf(name: string, { Value, Values, Counts, StatisticValues: set }: MetricDatum): Minute {
  if ([Value, Values, set].filter((one) => one !== undefined).length !== 1)
    throw refused(`${name} needs exactly one of Value, Values and StatisticValues`);
  if (set !== undefined) {
    const { SampleCount: count = 0, Sum: sum = 0, Minimum: minimum = 0, Maximum: maximum = 0 } = set;
    if (![count, sum, minimum, maximum].every(Number.isFinite) || count <= 0)
      throw refused(`StatisticValues of ${name} are not valid numbers`);
    return { count, sum, minimum, maximum, spread: undefined };
  }
  const values = Values ?? (Value === undefined ? [] : [Value]);
  if (Counts !== undefined && Counts.length !== values.length)
    throw refused(`Counts of ${name} must be as many as Values`);
  return samplesFrom(name, values, Counts ?? values.map(() => 1));
}

/** The samples of a list of values, `counts[i]` times each. A value that is no number is InvalidParameterValueException. */
export function samplesFrom(name: string, values: readonly number[], counts: readonly number[]): Minute {
  if (values.length === 0 || ![...values, ...counts].every(Number.isFinite))
    throw refused(`The values of ${name} must be numbers, at least one`);
  return values.map((value, index) => minuteOf(value, counts[index] ?? 1)).reduce(joined);
}

function getMetricData(input: GetMetricDataInput, store: MetricStore): GetMetricDataOutput {
  const { MetricDataQueries: queries = [], StartTime, EndTime } = input;
  if (queries.some(({ AccountId }) => AccountId !== undefined))
    throw refused('AccountId is not supported by the local CloudWatch; there is one account');
  const wanted = queries.filter(({ ReturnData }) => ReturnData !== false);
  const results = wanted.flatMap(({ Id: id = '', Label, MetricStat, Expression }) => {
    const value = evaluateQuery(id, queries, store, spanOf(StartTime, EndTime, periodOf(queries)));
    if (value.kind === 'scalar')
      throw new AwsError(
        'ValidationError',
        `Invalid metrics list: ${id} gives a scalar, and a result must be a time series.`,
      );
    const label = Label ?? MetricStat?.Metric?.MetricName ?? Expression ?? id;
    return (value.kind === 'series' ? [value.points] : value.items).map((points) => {
      const oldestFirst = [...points].sort(([a], [b]) => a - b);
      const ordered = input.ScanBy === 'TimestampAscending' ? oldestFirst : oldestFirst.reverse();
      return {
        Id: id,
        Label: label,
        Timestamps: ordered.map(([time]) => new Date(time)),
        Values: ordered.map(([, one]) => one),
        StatusCode: 'Complete' as const,
      };
    });
  });
  return { MetricDataResults: results, Messages: [] };
}

function getMetricStatistics(input: GetMetricStatisticsInput, store: MetricStore): GetMetricStatisticsOutput {
  const {
    Namespace: namespace = '',
    MetricName: name = '',
    Period = 60,
    Statistics = [],
    ExtendedStatistics = [],
  } = input;
  if (input.Unit !== undefined) throw refused('Unit is not supported by the local CloudWatch; leave it out');
  if (Statistics.length + ExtendedStatistics.length === 0)
    throw refused('One of Statistics and ExtendedStatistics is needed');
  const metric = { namespace, name, dimensions: dimensionsOf(input.Dimensions) };
  const { from, to, period } = spanOf(input.StartTime, input.EndTime, wholeMinutes(Period));
  const points = new Map<number, Datapoint>();
  const read = (statistic: string, add: (point: Datapoint, value: number) => Datapoint): void => {
    for (const [time, value] of store.read(metric, statisticNamed(statistic), period, from, to)) {
      points.set(time, add(points.get(time) ?? { Timestamp: new Date(time), Unit: 'None' }, value));
    }
  };
  for (const one of Statistics) read(one, (point, value) => ({ ...point, [one]: value }));
  for (const one of ExtendedStatistics)
    read(one, (point, value) => ({ ...point, ExtendedStatistics: { ...point.ExtendedStatistics, [one]: value } }));
  return { Label: name, Datapoints: [...points.values()] };
}

function listMetrics(input: ListMetricsInput, store: MetricStore): ListMetricsOutput {
  const wanted = store.list().filter(({ namespace, name, dimensions }) => {
    if (input.Namespace !== undefined && namespace !== input.Namespace) return false;
    if (input.MetricName !== undefined && name !== input.MetricName) return false;
    return (input.Dimensions ?? []).every(({ Name = '', Value }) => {
      return Object.hasOwn(dimensions, Name) && (Value === undefined || dimensions[Name] === Value);
    });
  });
  const { items, next } = pageOf(wanted, 500, input.NextToken);
  const metrics = items.map(({ namespace, name, dimensions }) => ({
    Namespace: namespace,
    MetricName: name,
    Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
  }));
  return { Metrics: metrics, NextToken: next };
}

function spanOf(start: Date | undefined, end: Date | undefined, seconds: number): Span {
  const [from = 0, to = 0] = [start?.getTime(), end?.getTime()];
  const period = seconds * 1000;
  if (to <= from) throw refused('StartTime must be before EndTime');
  return { from: startOf(from, period), to, period };
}

function refused(problem: string): AwsError {
  return new AwsError('InvalidParameterValueException', `${problem}.`);
}
