import type { FaultKind } from '../fault-kinds.ts';
import { runSchedule } from '../run-schedule.ts';
import type { Act, ActKind, Fault, Schedule } from '../schedule.ts';
import { PLAIN, type Scene } from './scenes.ts';

/** What may happen at a call of one deployment while another waits for its turn. */
const KINDS: readonly FaultKind[] = ['outlived', 'sent-twice', 'stale'];
/** What people and the registry may do in between. */
const ACTS: readonly ActKind[] = ['deploy', 'cancel'];
const LASTS = 25;
/** What breaks a step, or what it did, of a deployment that is alone. */
const BREAKS: readonly FaultKind[] = ['reply-lost', 'throttled', 'crash-after', 'alarm'];
/** Seconds after its start at which a deployment comes to its end. */
const ENDS = { from: 110, to: 200, step: 2 };
/** Events of a good deployment that may come twice: the push, and those of its gates. */
const TWICE = [1, 2, 3];
/** Calls of a cancel, of which one may outlive the deployment that it was meant for. */
const CALLS_OF_CANCEL = 5;
/** Calls between a push and who is overtaken by it: the event takes some time. */
const OVERTAKEN = 20;
/** Calls of a close, and some before. */
const CALLS_OF_CLOSING = 20;
/** Calls of whoever hears that an execution was stopped, until the lock is free. */
const CALLS_OF_ABANDONING = 12;
/** Those that tell it whether anybody has settled a success, and one of the step that is tried again. */
const CALLS_OF_HEARING = 6;
/** Calls until a deployment has begun in ECS. */
const EARLY = 45;

/**
 * One thing at every call in turn, where two deployments meet, or two deliveries of one event: what chance finds in a million schedules
 * these find in some thousand.
 */
export async function* directed(): AsyncGenerator<Schedule> {
  const alone = (await runSchedule(ONE)).calls;
  for (let call = 1; call <= alone; call++)
    for (const kind of BREAKS) yield { ...ONE, faults: [{ kind, call, lasts: LASTS }] };
  yield* early();
  yield* atTheEnd();
  yield* whileItCloses((await runSchedule(COMMANDS)).calls);
  yield* stoppedAtItsEnd(alone);
  yield* brokenStarts();
  yield* twice(alone);
  yield* meeting((await runSchedule(TWO)).calls);
  yield* crowd((await runSchedule(CROWD)).calls);
}

/** Somebody is slow who takes back a deployment, and comes to it when the next is under way: that one is not theirs to stop. */
export async function* overtaken(): AsyncGenerator<Scene> {
  const { calls } = await runSchedule(SHORT_ALARM);
  for (let call = EARLY; call <= calls; call++) {
    const faults: Fault[] = [...SHORT_ALARM.faults, { kind: 'slow', call, lasts: LASTS }];
    yield { schedule: { ...SHORT_ALARM, faults }, ends: 'ROLLED_BACK SUCCEEDED', within: 600 };
  }
}

/** One deployment ends, or is ended, and the other begins. */
function* meeting(calls: number): Generator<Schedule> {
  for (let call = 1; call <= calls; call++) {
    for (const kind of KINDS) yield { ...TWO, faults: [{ kind, call, lasts: LASTS }] };
    for (const does of ACTS) yield { ...TWO, acts: [...TWO.acts, { does, who: 'eve', call, version: 3, again: true }] };
  }
}

/** Who closes is overtaken by a third deployment, and by whoever closes that one. */
function* crowd(calls: number): Generator<Schedule> {
  for (let call = OVERTAKEN; call <= calls; call++) {
    const third: Act = { does: 'push', who: 'the registry', version: 5, call: call - OVERTAKEN };
    yield { ...CROWD, acts: [...CROWD.acts, third], faults: [...CROWD.faults, { kind: 'outlived', call, lasts: 2 }] };
  }
}

/** An event comes a second time while a call of the first is on its way. */
function* twice(calls: number): Generator<Schedule> {
  for (const event of TWICE)
    for (let call = 1; call <= calls; call++)
      yield {
        ...ONE,
        faults: [
          { kind: 'twice', event, lasts: 5 },
          { kind: 'slow', call, lasts: LASTS },
        ],
      };
}

/** An alarm or a cancel when ECS is nearly done, and finishes what it was told to stop. */
function* atTheEnd(): Generator<Schedule> {
  for (let at = ENDS.from; at <= ENDS.to; at += ENDS.step) {
    const ecs = { stopDuringCleanUp: 'endsSuccessful' } as const;
    yield { ...ONE, ecs, faults: [{ kind: 'alarm', at, lasts: LASTS }] };
    yield { ...ONE, ecs, acts: [...ONE.acts, { does: 'cancel', who: 'eve', at }] };
  }
}

/** An alarm that is heard while a success is being written, which nothing is under watch after. */
function* whileItCloses(calls: number): Generator<Schedule> {
  for (let call = calls - CALLS_OF_CLOSING; call <= calls; call++)
    for (const kind of ['slow', 'slow-reply'] as const)
      yield {
        ...COMMANDS,
        faults: [
          { kind, call, lasts: LASTS },
          { kind: 'flapping', call: call - 1, lasts: 10 },
        ],
      };
}

/** Its execution is stopped while it is closed: its last step outlives that, and whoever hears of it is slow; or dies, tried again. */
function* stoppedAtItsEnd(calls: number): Generator<Schedule> {
  for (let call = calls - 2 * CALLS_OF_CLOSING; call <= calls; call++) {
    yield {
      ...ONE,
      faults: [
        { kind: 'crash-after', call },
        { kind: 'outlived', call: call + 1, lasts: 1 },
        { kind: 'crash-before', call: call + CALLS_OF_HEARING },
      ],
    };
    for (let more = 1; more <= CALLS_OF_ABANDONING; more++)
      yield {
        ...ONE,
        faults: [
          { kind: 'outlived', call, lasts: 1 },
          { kind: 'slow', call: call + more, lasts: 5 },
        ],
      };
  }
}

/** A push of which three deliveries die, and a request that dies and that nobody repeats: only the reconciler is left. */
function* brokenStarts(): Generator<Schedule> {
  for (let call = 1; call <= EARLY; call++) {
    yield { ...ONE, faults: [0, 3, 6].map((more): Fault => ({ kind: 'crash-before', call: call + more })) };
    yield { ...BY_HAND, faults: [{ kind: 'crash-before', call }] };
  }
}

/** Before anything serves: a cancel that is on its way when the next deployment begins, and a stranger who is done before we begin. */
function* early(): Generator<Schedule> {
  for (let call = 1; call <= EARLY; call++) {
    for (let more = 1; more <= CALLS_OF_CANCEL; more++)
      yield {
        ...TWO,
        acts: [...TWO.acts, { does: 'cancel', who: 'eve', call }],
        faults: [{ kind: 'outlived', call: call + more, lasts: LASTS }],
      };
    yield {
      ...ONE,
      strategy: 'rolling',
      wired: false,
      faults: [
        { kind: 'stranger', call },
        { kind: 'slow', call: call + 1, lasts: 2 * LASTS },
        { kind: 'slow', call: call + 2, lasts: 2 * LASTS },
        { kind: 'alarm', at: 180, lasts: LASTS },
      ],
    };
  }
}

const ONE: Schedule = { ...PLAIN, acts: [{ does: 'push', who: 'the registry', at: 10, version: 2 }] };
/** Its machine waits for a command last, and not for ECS: what ECS says of its end keeps nobody from taking it back. */
const COMMANDS: Schedule = {
  ...ONE,
  strategy: 'graceful',
  settings: { ...PLAIN.settings, commandAt: 'gate', watch: 0 },
};
const BY_HAND: Schedule = { ...PLAIN, acts: [{ does: 'deploy', who: 'ada', at: 10, version: 2 }] };
const TWO: Schedule = { ...ONE, acts: [...ONE.acts, { does: 'push', who: 'the registry', at: 15, version: 4 }] };
/** Two of which the first is taken back, and nothing else goes out. */
const CROWD: Schedule = { ...TWO, faults: [{ kind: 'alarm', at: 70, lasts: 43_000 }] };
/** Two of which the first is taken back by an alarm that is soon over. */
const SHORT_ALARM: Schedule = { ...TWO, faults: [{ kind: 'alarm', at: 70, lasts: 3 }] };
