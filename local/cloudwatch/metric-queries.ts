import type { MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import { AwsError } from '../kernel/aws-error.ts';
import { evaluateMath } from './evaluate-math.ts';
import { parseMath } from './math-syntax.ts';
import { type MathValue, type Series, series } from './math-value.ts';
import { metricIdOf } from './metric-id.ts';
import type { MetricStore } from './metric-store.ts';
import { quotaOf } from './quotas.ts';
import { statisticNamed } from './statistic.ts';

/** The part of time that is looked at, in milliseconds; `from` and `to` are starts of periods, `to` is not included. */
export interface Span {
  readonly from: number;
  readonly to: number;
  readonly period: number;
}

/** Evaluates the query of an id among `queries`, metric or expression. A query that is wrong is a ValidationError. */
export function evaluateQuery(
  id: string,
  queries: readonly MetricDataQuery[],
  store: MetricStore,
  span: Span,
): MathValue {
  return evaluated(id, queries, store, span, []);
}

function evaluated(
  id: string,
  queries: readonly MetricDataQuery[],
  store: MetricStore,
  span: Span,
  above: readonly string[],
): MathValue {
  const query = queries.find((one) => one.Id === id);
  if (query === undefined) throw invalid(`there is no metric or expression with the id ${id}`);
  if (above.includes(id)) throw invalid(`the expression ${id} needs its own result`);
  if (query.Expression === undefined) return series(metricOf(query, store, span));
  return evaluateMath(parseMath(query.Expression), {
    source: query.Expression,
    times: timesIn(span),
    value: (other) => {
      const known = queries.some((one) => one.Id === other);
      return known ? evaluated(other, queries, store, span, [...above, id]) : undefined;
    },
    quota: (other) => {
      const metric = queries.find((one) => one.Id === other)?.MetricStat?.Metric;
      return metric && quotaOf(metricIdOf(metric));
    },
    metrics: (part) => {
      const wanted = queries.filter((one) => one.MetricStat !== undefined && one.Id?.includes(part));
      return wanted.map((one) => metricOf(one, store, span));
    },
  });
}

function metricOf(query: MetricDataQuery, store: MetricStore, span: Span): Series {
  const stat = query.MetricStat;
  if (stat?.Metric === undefined) throw invalid(`${query.Id} has neither an Expression nor a MetricStat`);
  if (stat.Unit !== undefined) throw invalid(`Unit of ${query.Id} is not supported here; leave it out`);
  return store.read(metricIdOf(stat.Metric), statisticNamed(stat.Stat ?? ''), span.period, span.from, span.to);
}

/** The starts of the periods of a span. */
export function timesIn({ from, to, period }: Span): readonly number[] {
  return Array.from({ length: Math.max(0, Math.ceil((to - from) / period)) }, (_, index) => from + index * period);
}

/** The period of the queries in seconds: they must agree on it. A whole number of minutes, or it is a ValidationError. */
export function periodOf(queries: readonly MetricDataQuery[]): number {
  const given = queries.map(({ MetricStat, Period }) => MetricStat?.Period ?? Period);
  const [period, ...others] = [...new Set(given.filter((one) => one !== undefined))];
  if (period === undefined) throw invalid('no metric has a Period');
  if (others.length > 0) throw invalid('metrics of different periods in one expression are not supported here');
  return wholeMinutes(period);
}

/** A period in seconds. The local CloudWatch keeps nothing finer than a minute. */
export function wholeMinutes(period: number): number {
  if (Number.isInteger(period / 60) && period > 0 && period <= 86_400) return period;
  throw invalid(`a Period of ${period} s is not supported here; use a multiple of 60 up to 86400`);
}

function invalid(problem: string): AwsError {
  return new AwsError('ValidationError', `Invalid metrics list: ${problem}.`);
}
