import { type AlarmRule, evaluationRange } from './alarm-definition.ts';
import { reasonDataOf, reasonOf } from './alarm-reason.ts';
import type { StateRecord } from './alarm-record.ts';
import { judgeAlarm } from './judge-alarm.ts';
import { metricIdOf } from './metric-id.ts';
import { evaluateQuery, type Span, timesIn } from './metric-queries.ts';
import { type MetricStore, startOf } from './metric-store.ts';
import { statisticNamed } from './statistic.ts';

export interface Evaluation {
  /** The start of the evaluation range. */
  readonly from: number;
  /** Whether any of the alarm's metrics has data in the range or since: without any, nothing changes until some arrives. */
  readonly hasData: boolean;
  /** `undefined`: the alarm keeps its state. */
  readonly state: Omit<StateRecord, 'updatedAt'> | undefined;
}

/** Evaluates an alarm on the periods that are complete at `now`. */
export function evaluateAlarm(rule: AlarmRule, store: MetricStore, now: number): Evaluation {
  const to = startOf(now, rule.period);
  const span: Span = { from: to - evaluationRange(rule) * rule.period, to, period: rule.period };
  const watched = evaluateQuery(rule.watched, rule.queries, store, span);
  const points = watched.kind === 'series' ? watched.points : new Map<number, number>();
  const counts = countsOf(rule, store, { ...span, to: Number.POSITIVE_INFINITY });
  const judgement = judgeAlarm(
    rule,
    timesIn(span).map((time) => ({ time, value: points.get(time) })),
  );
  return {
    from: span.from,
    hasData: counts.some((samples) => samples.size > 0),
    state: judgement && {
      value: judgement.state,
      reason: reasonOf(rule, judgement),
      reasonData: reasonDataOf(
        rule,
        judgement,
        now,
        rule.statistic === undefined ? new Map() : (counts[0] ?? new Map()),
      ),
    },
  };
}

/** Sample counts by period, for each metric that the alarm reads. */
function countsOf({ queries }: AlarmRule, store: MetricStore, span: Span): readonly ReadonlyMap<number, number>[] {
  const metrics = queries.flatMap(({ MetricStat }) =>
    MetricStat?.Metric === undefined ? [] : [metricIdOf(MetricStat.Metric)],
  );
  return metrics.map((metric) => store.read(metric, statisticNamed('SampleCount'), span.period, span.from, span.to));
}
