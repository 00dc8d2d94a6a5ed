import { expect, test } from 'vitest';
import { scheduleFaults } from '../../../local/faults/delivery-faults.ts';
import type { WrittenFaults } from '../../../local/faults/fault-rules.ts';
import { Faults } from '../../../local/faults/faults.ts';
import { arn } from '../../../local/kernel/account.ts';
import { stateFilesInMemory } from '../../../local/kernel/state-files.ts';
import { VirtualClock } from '../../../local/kernel/virtual-clock.ts';
import { createScheduler } from '../../../local/scheduler/create-scheduler.ts';
import { createSqs } from '../../../local/sqs/create-sqs.ts';
import { call } from '../sqs/call.ts';
import { faultRules } from './rules.ts';

/** The minutes after the start at which a schedule of every five minutes fires within a quarter of an hour. */
async function firings(rule: WrittenFaults['rules'][number]): Promise<readonly number[]> {
  const clock = new VirtualClock();
  const start = clock.now();
  const state = stateFilesInMemory();
  const faults = new Faults(clock);
  const fired: number[] = [];
  const scheduler = createScheduler({
    clock,
    state,
    queues: createSqs({ clock, state, endpointUrl: 'http://127.0.0.1:4566' }).queues,
    lambdas: {
      invoke: () => Promise.reject(new Error('Scheduler invokes asynchronously')),
      send: async () => void fired.push((clock.now() - start) / 60_000),
    },
    mayAssume: () => true,
    authorize: () => {},
    log: () => {},
    faultOf: scheduleFaults(faults),
  });
  scheduler.start();
  faults.open(faultRules({ rules: [rule] }));
  await call(scheduler.service, 'CreateSchedule', {
    Name: 'reconcile',
    ScheduleExpression: 'rate(5 minutes)',
    FlexibleTimeWindow: { Mode: 'OFF' },
    ClientToken: 'token',
    Target: { Arn: arn('lambda', 'function:reconcile'), RoleArn: 'arn:aws:iam::000000000000:role/schedules' },
  });
  await clock.advance(16 * 60_000);
  scheduler.stop();
  return fired;
}

const SECOND = { door: 'schedule', schedule: '*/reconcile', from: 2, times: 1 } as const;

test.each([
  ['lost', { ...SECOND, fault: 'lose' } as const, [0, 10, 15]],
  ['doubled', { ...SECOND, fault: 'duplicate' } as const, [0, 5, 5, 10, 15]],
  ['delayed', { ...SECOND, fault: 'delay', seconds: 60 } as const, [0, 6, 10, 15]],
  ['overtaken', { ...SECOND, fault: 'reorder', seconds: 600 } as const, [0, 10, 10, 15]],
])('a firing can be %s, and those after it come in time', async (_, rule, minutes) => {
  expect(await firings(rule)).toEqual(minutes);
});
