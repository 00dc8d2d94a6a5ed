import { describe, expect, test } from 'vitest';
import type { Head, Phase } from '../../../core/domain/deployment.ts';
import { namedAt } from '../../../core/domain/names.ts';
import { answerAlarm } from '../../../core/domain/on-alarm.ts';
import { aDeployment, aLive, SERVICE } from '../../builders.ts';

const { id } = aDeployment();
const ALARM = { name: 'web-5xx', by: 'settings' } as const;
const NOW = '2026-11-20T10:30:00.000Z';
const live = (phase: Phase, kind: 'deploy' | 'rollback' = 'deploy'): Head => ({
  service: SERVICE,
  live: aLive(aDeployment({ kind }), { phase }),
});
const watch = (until: string): Head => ({ service: SERVICE, watch: { deployment: id, rollbackPoint: 'rp-1', until } });

test.each<{ name: string; head: Head; does: string }>([
  { name: 'planning', head: live('planning'), does: 'stop' },
  { name: 'scale-up', head: live('scale-up'), does: 'stop' },
  { name: 'traffic', head: live('traffic'), does: 'stop' },
  { name: 'roll-out', head: live('roll-out'), does: 'stop' },
  { name: 'already on its way back', head: live('roll-back'), does: 'nothing' },
  { name: 'a rollback', head: live('planning', 'rollback'), does: 'nothing' },
  { name: 'under watch', head: watch('2026-11-20T10:30:00.001Z'), does: 'roll-back' },
  { name: 'no longer under watch', head: watch(NOW), does: 'nothing' },
  { name: 'nothing going on', head: { service: SERVICE }, does: 'nothing' },
])('$name: an alarm leads to $does', ({ head, does }) => {
  expect(answerAlarm(head, ALARM, NOW).do).toBe(does);
});

test.each([live('planning'), live('traffic'), watch('2027-01-01')])(
  '%o: an alarm that had fired before leads to nothing',
  (head) => {
    const named = namedAt(id);
    expect(answerAlarm(head, { ...ALARM, firedAt: named - 1 }, NOW)).toEqual({
      do: 'nothing',
      because: `it fired before ${id} began`,
    });
    expect(answerAlarm(head, { ...ALARM, firedAt: named }, NOW)).toEqual(answerAlarm(head, ALARM, NOW));
  },
);

test('a new deployment under way comes before the watch over the one before it', () => {
  expect(answerAlarm({ ...watch('2027-01-01'), ...live('traffic') }, ALARM, NOW).do).toBe('stop');
});

test('a service that does not go back by itself asks, in a deployment and under watch', () => {
  const going = live('traffic');
  expect(answerAlarm({ ...going, live: aLive(aDeployment(), { phase: 'traffic', asks: true }) }, ALARM, NOW).do).toBe(
    'ask',
  );
  const until = '2026-11-20T10:31:00.000Z';
  expect(
    answerAlarm({ service: SERVICE, watch: { deployment: id, rollbackPoint: 'rp-1', until, asks: true } }, ALARM, NOW)
      .do,
  ).toBe('ask');
});

describe('while the next one is planned or waits for approval', () => {
  const UNTIL = '2026-11-20T10:31:00.000Z';
  const next = aDeployment({ id: 'web-1.1.0-1.2.0-20261120T102900Z-bbbb' });
  const both = (more: object = {}, watching: object = {}): Head => ({
    service: SERVICE,
    watch: { deployment: id, rollbackPoint: 'rp-1', until: UNTIL, ...watching },
    live: aLive(next, { phase: 'planning', ...more }),
  });

  test('an alarm is about what is under watch, whose way back comes first', () => {
    expect(answerAlarm(both(), ALARM, NOW)).toEqual({ do: 'make-way' });
  });

  test.each([
    { name: 'the watch is over', head: both({}, { until: NOW }), does: 'stop' },
    { name: 'the one under watch had other alarms', head: both({}, { alarms: ['other'] }), does: 'stop' },
    { name: 'the one under watch does not go back by itself', head: both({}, { asks: true }), does: 'stop' },
    { name: 'the next one does not', head: both({ asks: true }), does: 'ask' },
    { name: 'ECS has begun', head: both({ phase: 'scale-up' }), does: 'stop' },
    { name: 'only the one under watch has this alarm', head: both({ alarms: ['other'] }), does: 'make-way' },
  ])('where $name it leads to $does', ({ head, does }) => {
    expect(answerAlarm(head, ALARM, NOW).do).toBe(does);
  });
});
