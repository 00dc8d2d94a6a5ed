import { expect, test } from 'vitest';
import type { Head, Phase } from '../../../core/domain/deployment.ts';
import { namedAt } from '../../../core/domain/names.ts';
import { answerAlarm } from '../../../core/domain/on-alarm.ts';
import { aDeployment, aLive, SERVICE } from '../../builders.ts';

const { id } = aDeployment();
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
  expect(answerAlarm(head, NOW).do).toBe(does);
});

test.each([live('planning'), live('traffic'), watch('2027-01-01')])(
  '%o: an alarm that had fired before leads to nothing',
  (head) => {
    const named = namedAt(id);
    expect(answerAlarm(head, NOW, named - 1)).toEqual({ do: 'nothing', because: `it fired before ${id} began` });
    expect(answerAlarm(head, NOW, named)).toEqual(answerAlarm(head, NOW));
  },
);

test('a new deployment under way comes before the watch over the one before it', () => {
  expect(answerAlarm({ ...watch('2027-01-01'), ...live('traffic') }, NOW).do).toBe('stop');
});

test('a service that does not go back by itself asks, in a deployment and under watch', () => {
  const going = live('traffic');
  expect(answerAlarm({ ...going, live: aLive(aDeployment(), { phase: 'traffic', asks: true }) }, NOW).do).toBe('ask');
  const until = '2026-11-20T10:31:00.000Z';
  expect(
    answerAlarm({ service: SERVICE, watch: { deployment: id, rollbackPoint: 'rp-1', until, asks: true } }, NOW).do,
  ).toBe('ask');
});
