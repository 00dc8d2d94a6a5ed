import { isBeside, STRATEGIES, type StrategyName } from '../../core/domain/service.ts';
import { befalls } from './fault-book.ts';
import { type FaultKind, kindsAt } from './fault-kinds.ts';
import { type Point, runSchedule } from './run-schedule.ts';
import type { Fault, Schedule } from './schedule.ts';

/** A deployment that nothing befalls but what the faults bring. */
export interface Baseline {
  readonly name: string;
  readonly schedule: Schedule;
  /** Calls in the order in which they are made, but those of the reconciler where it finds nothing. */
  readonly points: readonly Point[];
  readonly events: number;
  readonly invocations: number;
}

/** Seconds after which an alarm takes a baseline back: with some traffic, or with all of it, on the new version. */
const ALARM_AT = { beside: 150, inPlace: 130 };
/** What two faults at once are made of: who calls dies or is refused, before or after the effect. */
const PAIRED: readonly FaultKind[] = ['crash-before', 'crash-after', 'throttled'];
const LASTS = 20;

/** Each strategy twice: one deployment that goes well, and one that an alarm takes back. */
export async function baselines(): Promise<readonly Baseline[]> {
  const all: Baseline[] = [];
  for (const strategy of STRATEGIES)
    for (const back of [false, true]) {
      const schedule = baseOf(strategy, back);
      const { points, events, invocations, verdicts } = await runSchedule(schedule, { traced: true });
      const wanted = back ? 'ROLLED_BACK' : 'SUCCEEDED';
      if (verdicts.join() !== wanted)
        throw new Error(`the baseline of ${strategy} ended ${verdicts.join()}, not ${wanted}`);
      all.push({ name: `${strategy}, ${back ? 'taken back' : 'good'}`, schedule, points, events, invocations });
    }
  return all;
}

function baseOf(strategy: StrategyName, back: boolean): Schedule {
  const at = isBeside(strategy) ? ALARM_AT.beside : ALARM_AT.inPlace;
  return {
    seed: 1,
    strategy,
    wired: isBeside(strategy),
    settings: {
      approvals: 0,
      minimumRequests: 0,
      notEnoughData: 'give-up',
      onTimeout: 'proceed',
      automatic: true,
      afterRollback: 'hold',
      percent: 50,
      bake: 300,
      watch: 600,
      policy: 'semver',
      queue: 'newest-waits',
    },
    ecs: {},
    acts: [{ does: 'deploy', who: 'ada', at: 10, version: 2, again: true }],
    faults: back ? [{ kind: 'alarm', at, lasts: 60 }] : [],
  };
}

/** Every single fault: each kind at each point where it can strike. */
export function* singles({ schedule, points, events, invocations }: Baseline): Generator<Schedule> {
  const plus = (fault: Fault): Schedule => ({ ...schedule, faults: [...schedule.faults, { lasts: LASTS, ...fault }] });
  for (const point of points) {
    for (const kind of kindsAt('call')) if (befalls(kind, point)) yield plus({ kind, call: point.number });
    for (const kind of kindsAt('world')) yield plus({ kind, call: point.number, version: 2, lasts: 600 });
  }
  for (let event = 1; event <= events; event++) for (const kind of kindsAt('event')) yield plus({ kind, event });
  for (let invocation = 1; invocation <= invocations; invocation++)
    for (const kind of kindsAt('invocation')) yield plus({ kind, invocation });
}

/** Every pair of points, each with a crash before it, a crash after it, or a refusal; and every lost or late event with each of those. */
export function* pairs({ schedule, points, events }: Baseline): Generator<Schedule> {
  const plus = (...faults: readonly Fault[]): Schedule => ({ ...schedule, faults: [...schedule.faults, ...faults] });
  for (const [index, { number }] of points.entries())
    for (const kind of PAIRED) {
      for (const later of points.slice(index + 1))
        for (const second of PAIRED) yield plus({ kind, call: number }, { kind: second, call: later.number });
      for (let event = 1; event <= events; event++)
        for (const lost of kindsAt('event')) yield plus({ kind, call: number }, { kind: lost, event, lasts: LASTS });
    }
}

/** Faults that were to strike in a schedule of these. */
export function faultsOf({ faults }: Schedule): number {
  return faults.filter(({ at }) => at === undefined).length;
}
