import type { ComparisonOperator, MetricDataQuery, PutMetricAlarmInput } from '@aws-sdk/client-cloudwatch';
import { AwsError } from '../kernel/aws-error.ts';
import { evaluateQuery, periodOf } from './metric-queries.ts';
import { MetricStore, RETENTION } from './metric-store.ts';

/** How a metric alarm judges, taken from what it was made with. */
export interface AlarmRule {
  readonly queries: readonly MetricDataQuery[];
  /** The query whose values are compared. */
  readonly watched: string;
  /** Milliseconds. */
  readonly period: number;
  /** Set for an alarm on a single metric: the name of its statistic. */
  readonly statistic: string | undefined;
  readonly evaluationPeriods: number;
  readonly datapointsToAlarm: number;
  readonly threshold: number;
  readonly comparison: Comparison;
  readonly missing: 'missing' | 'ignore' | 'breaching' | 'notBreaching';
}

export type Comparison = Extract<
  ComparisonOperator,
  'GreaterThanThreshold' | 'GreaterThanOrEqualToThreshold' | 'LessThanThreshold' | 'LessThanOrEqualToThreshold'
>;

/** The most recent periods that CloudWatch reads: some more than it evaluates, in case the newest have no data yet. */
export function evaluationRange(rule: AlarmRule): number {
  return rule.evaluationPeriods + 2;
}

const UNSUPPORTED = [
  'ThresholdMetricId',
  'EvaluationWindow',
  'WarmUpConfiguration',
  'EvaluationCriteria',
  'EvaluationInterval',
  'ActionConfiguration',
  'Unit',
] as const;

const rules = new WeakMap<PutMetricAlarmInput, AlarmRule>();

/** Reads an alarm's definition. Whatever is wrong with it, or not supported here, is a ValidationError that names it. */
export function alarmRuleOf(input: PutMetricAlarmInput): AlarmRule {
  const known = rules.get(input);
  if (known !== undefined) return known;
  const rule = readRule(input);
  rules.set(input, rule);
  return rule;
}

function readRule(input: PutMetricAlarmInput): AlarmRule {
  const unsupported = UNSUPPORTED.find((member) => input[member] !== undefined);
  if (unsupported !== undefined) throw invalid(`${unsupported} is not supported by the local CloudWatch; leave it out`);
  if (input.EvaluateLowSampleCountPercentile === 'ignore')
    throw invalid('EvaluateLowSampleCountPercentile ignore is not supported by the local CloudWatch');
  refuseActions(input);

  const evaluationPeriods = positive('EvaluationPeriods', input.EvaluationPeriods);
  const datapointsToAlarm = positive('DatapointsToAlarm', input.DatapointsToAlarm ?? evaluationPeriods);
  if (datapointsToAlarm > evaluationPeriods) throw invalid('DatapointsToAlarm must not be above EvaluationPeriods');
  if (input.Threshold === undefined) throw invalid('Threshold is missing');

  const queries = queriesOf(input);
  const rule: AlarmRule = {
    queries,
    watched: watchedOf(queries),
    period: periodOf(queries) * 1000,
    statistic: input.Metrics === undefined ? queries[0]?.MetricStat?.Stat : undefined,
    evaluationPeriods,
    datapointsToAlarm,
    threshold: input.Threshold,
    comparison: comparisonOf(input.ComparisonOperator),
    missing: missingOf(input.TreatMissingData),
  };
  const looksBack = evaluationRange(rule) * rule.period;
  if (looksBack > RETENTION)
    throw invalid(`it looks back ${looksBack / 60_000} minutes, and the local CloudWatch keeps ${RETENTION / 60_000}`);
  checkGivesOneSeries(rule);
  return rule;
}

/** The local CloudWatch runs no actions; an alarm that would need them is refused rather than silently mute. */
export function refuseActions(input: {
  OKActions?: unknown[];
  AlarmActions?: unknown[];
  InsufficientDataActions?: unknown[];
}): void {
  for (const member of ['OKActions', 'AlarmActions', 'InsufficientDataActions'] as const) {
    if ((input[member] ?? []).length === 0) continue;
    throw invalid(
      `${member} are not run by the local CloudWatch; use an EventBridge rule on CloudWatch Alarm State Change`,
    );
  }
}

function queriesOf(input: PutMetricAlarmInput): readonly MetricDataQuery[] {
  if (input.Metrics !== undefined) {
    const both = (['MetricName', 'Namespace', 'Statistic', 'ExtendedStatistic', 'Dimensions', 'Period'] as const).find(
      (member) => input[member] !== undefined,
    );
    if (both !== undefined) throw invalid(`${both} and Metrics exclude each other`);
    return input.Metrics;
  }
  const { MetricName, Namespace, Dimensions, Period, Statistic, ExtendedStatistic } = input;
  if (MetricName === undefined || Namespace === undefined || Period === undefined)
    throw invalid('Namespace, MetricName and Period are needed, or Metrics');
  if ((Statistic === undefined) === (ExtendedStatistic === undefined))
    throw invalid('one of Statistic and ExtendedStatistic is needed');
  const Metric = { Namespace, MetricName, Dimensions: Dimensions ?? [] };
  return [{ Id: 'm1', MetricStat: { Metric, Period, Stat: Statistic ?? ExtendedStatistic }, ReturnData: true }];
}

function watchedOf(queries: readonly MetricDataQuery[]): string {
  const returned = queries.filter(({ ReturnData }) => ReturnData !== false);
  const [only, ...more] = returned;
  if (only?.Id === undefined || more.length > 0)
    throw invalid(`exactly one of Metrics must have ReturnData true, not ${returned.length}`);
  return only.Id;
}

/** The kind of a result does not depend on the data, so a run over no data at all shows whether the expressions are sound. */
function checkGivesOneSeries({ queries, watched, period }: AlarmRule): void {
  const nothing = new MetricStore({ now: () => 0, after: () => () => undefined });
  const { kind } = evaluateQuery(watched, queries, nothing, { from: 0, to: period, period });
  if (kind !== 'series') throw invalid(`${watched} gives a ${kind}, and an alarm needs a single time series`);
}

function comparisonOf(operator: ComparisonOperator | undefined): Comparison {
  switch (operator) {
    case 'GreaterThanThreshold':
    case 'GreaterThanOrEqualToThreshold':
    case 'LessThanThreshold':
    case 'LessThanOrEqualToThreshold':
      return operator;
    default:
      throw invalid(`ComparisonOperator ${operator ?? '(none)'} is not supported by the local CloudWatch`);
  }
}

function missingOf(treat: string | undefined): AlarmRule['missing'] {
  if (treat === undefined || treat === 'missing') return 'missing';
  if (treat === 'ignore' || treat === 'breaching' || treat === 'notBreaching') return treat;
  throw invalid(`TreatMissingData ${treat} is none of missing, ignore, breaching, notBreaching`);
}

function positive(member: string, value: number | undefined): number {
  if (value !== undefined && Number.isInteger(value) && value > 0) return value;
  throw invalid(`${member} must be a whole number from 1 on`);
}

function invalid(problem: string): AwsError {
  return new AwsError('ValidationError', `Invalid alarm: ${problem}.`);
}
