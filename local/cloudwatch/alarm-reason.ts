/** The words in which CloudWatch gives the reason of an alarm's state. */
import type { AlarmRule, Comparison } from './alarm-definition.ts';
import type { AlarmState, Judgement, Value } from './judge-alarm.ts';

export const INITIAL_REASON = 'Unchecked: Initial alarm creation';

const comparisons: Readonly<Record<Comparison, string>> = {
  GreaterThanThreshold: 'greater than the threshold',
  GreaterThanOrEqualToThreshold: 'greater than or equal to the threshold',
  LessThanThreshold: 'less than the threshold',
  LessThanOrEqualToThreshold: 'less than or equal to the threshold',
};

/** StateReason of a state that an evaluation gave. */
export function reasonOf(rule: AlarmRule, judgement: Judgement): string {
  const { state, judged, decisive, filled } = judgement;
  if (state === 'INSUFFICIENT_DATA')
    return `Insufficient Data: ${counted(rule.evaluationPeriods, 'datapoint')} ${wasOrWere(rule.evaluationPeriods)} unknown.`;
  const treated =
    filled === 0
      ? ''
      : ` and ${counted(filled, 'missing datapoint')} ${wasOrWere(filled)} treated as [${rule.missing === 'breaching' ? 'Breaching' : 'NonBreaching'}]`;
  if (decisive.length === 0) {
    const none =
      judged.length === 0
        ? `no datapoints were received for ${counted(rule.evaluationPeriods, 'period')}`
        : `${counted(judged.length, 'datapoint')} [${words(judged)}] ${wasOrWere(judged.length)} evaluated`;
    return `Threshold Crossed: ${none}${treated}.`;
  }
  const needed = state === 'ALARM' ? rule.datapointsToAlarm : rule.evaluationPeriods - rule.datapointsToAlarm + 1;
  const verb = `${wasOrWere(decisive.length)}${state === 'OK' ? ' not' : ''} ${comparisons[rule.comparison]} (${decimal(rule.threshold)})`;
  const change = state === 'ALARM' ? 'OK -> ALARM' : 'ALARM -> OK';
  const list = `${decisive.length} out of the last ${rule.evaluationPeriods} datapoints [${words(decisive)}]`;
  return `Threshold Crossed: ${list} ${verb}${treated} (minimum ${counted(needed, 'datapoint')} for ${change} transition).`;
}

/** StateReasonData: the same as JSON. */
export function reasonDataOf(
  rule: AlarmRule,
  judgement: Judgement,
  now: number,
  sampleCounts: ReadonlyMap<number, number>,
): string {
  const { judged, state } = judgement;
  const oldest = judged.at(-1);
  return JSON.stringify({
    version: '1.0',
    queryDate: awsTime(now),
    ...(oldest === undefined ? {} : { startDate: awsTime(oldest.time) }),
    ...(rule.statistic === undefined ? {} : { statistic: rule.statistic }),
    period: rule.period / 1000,
    recentDatapoints: judged.toReversed().map(({ value }) => value),
    threshold: rule.threshold,
    ...(state === 'INSUFFICIENT_DATA'
      ? {}
      : { evaluatedDatapoints: judged.map((value) => evaluated(value, sampleCounts)) }),
  });
}

function evaluated({ time, value }: Value, sampleCounts: ReadonlyMap<number, number>): object {
  const sampleCount = sampleCounts.get(time);
  return { timestamp: awsTime(time), ...(sampleCount === undefined ? {} : { sampleCount }), value };
}

/** The time format of alarms: `2026-11-20T10:01:00.000+0000`. */
export function awsTime(time: number): string {
  return new Date(time).toISOString().replace('Z', '+0000');
}

/** HistorySummary of a change of state. */
export function changeSummary(from: AlarmState, to: AlarmState): string {
  return `Alarm updated from ${from} to ${to}`;
}

function words(values: readonly Value[]): string {
  return values.map(({ time, value }) => `${decimal(value)} (${dayFirst(time)})`).join(', ');
}

function dayFirst(time: number): string {
  const [date = '', clock = ''] = new Date(time).toISOString().split('T');
  const [year = '', month = '', day = ''] = date.split('-');
  return `${day}/${month}/${year.slice(2)} ${clock.slice(0, 8)}`;
}

function decimal(value: number): string {
  return Number.isInteger(value) ? value.toFixed(1) : String(value);
}

function counted(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? '' : 's'}`;
}

function wasOrWere(count: number): string {
  return count === 1 ? 'was' : 'were';
}
