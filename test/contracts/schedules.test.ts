import * as schedulerModule from '@aws-sdk/client-scheduler';
import { eventBridgeSchedules } from '../../functions/aws/eventbridge-schedules.ts';
import { arn } from '../../local/kernel/account.ts';
import { VirtualClock } from '../../local/kernel/virtual-clock.ts';
import { createScheduler } from '../../local/scheduler/create-scheduler.ts';
import { createSqs } from '../../local/sqs/create-sqs.ts';
import { fakeSchedules } from '../fakes/fake-schedules.ts';
import { crashableState } from '../local/sqs/crashable-state.ts';
import { aWire, clientOf } from '../local/wire/a-wire.ts';
import { schedulesContract } from './schedules.ts';
import { Witness } from './witness.ts';

const witness = new Witness('schedules');

schedulesContract('on virtual time', async () => {
  const clock = new VirtualClock();
  const said: { at: number; what: unknown }[] = [];
  const say = (what: unknown): void => void said.push({ at: clock.now(), what });
  const schedules = fakeSchedules(clock, {
    fire: say,
    start: (start) => say({ start }),
    soon: (soon) => say({ soon }),
    late: (late) => say({ late }),
    endRehearsal: (point) => say({ point }),
  });
  return {
    ...witness.fakes({ schedules }),
    said,
    now: () => clock.now(),
    pass: (milliseconds) => clock.advance(milliseconds),
  };
});

schedulesContract('in EventBridge Scheduler', async () => {
  const clock = new VirtualClock();
  const state = crashableState();
  const said: { at: number; what: unknown }[] = [];
  const scheduler = createScheduler({
    clock,
    state,
    queues: createSqs({ clock, state, endpointUrl: 'http://127.0.0.1:1' }).queues,
    lambdas: {
      invoke: () => Promise.reject(new Error('Scheduler invokes asynchronously')),
      send: async (_, what) => void said.push({ at: clock.now(), what }),
    },
    mayAssume: () => true,
    authorize: () => {},
    log: () => {},
  });
  scheduler.start();
  const wire = await aWire({ services: [{ module: schedulerModule, service: scheduler.service }] });
  const schedules = eventBridgeSchedules(new schedulerModule.SchedulerClient(clientOf(wire)), {
    group: 'default',
    role: 'arn:aws:iam::000000000000:role/schedules',
    onDue: arn('lambda', 'function:on-due'),
    onRehearsal: arn('lambda', 'function:on-rehearsal'),
  });
  return {
    ...witness.adapters({ schedules }),
    said,
    now: () => clock.now(),
    pass: (milliseconds) => clock.advance(milliseconds),
  };
});

witness.testifies();
