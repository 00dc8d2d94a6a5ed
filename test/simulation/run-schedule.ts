import type { Deployment } from '../../core/domain/deployment.ts';
import type { Digest } from '../../core/domain/names.ts';
import { isTerminal } from '../../core/domain/progress.ts';
import type { Call } from './fault-book.ts';
import type { FaultKind } from './fault-kinds.ts';
import { INVARIANTS } from './invariants/all-invariants.ts';
import type { Violation } from './invariants/invariant.ts';
import type { Schedule } from './schedule.ts';
import { SimulatedWorld } from './simulated-world.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** However bad it gets, everything is over by then. */
const LONGEST = 8 * DAY;
/** Nothing is under way, and nothing happens any more that could begin something: the reconciler looks once more, undisturbed. */
const SETTLES = 6 * MINUTE;

/** A call, and the how manieth it was. */
export interface Point extends Call {
  readonly number: number;
}

/** What came of a schedule. */
export interface Run {
  readonly violations: readonly Violation[];
  /** Two runs that are traced and have the same hash went the same way. */
  readonly hash: string;
  /** For people; empty unless it was asked for. */
  readonly trace: readonly string[];
  /** How often each kind of fault struck. */
  readonly struck: ReadonlyMap<FaultKind, number>;
  /** How often each invariant had something to look at. */
  readonly checked: ReadonlyMap<string, number>;
  /** `machine: state → state`. */
  readonly transitions: ReadonlySet<string>;
  readonly calls: number;
  readonly events: number;
  readonly invocations: number;
  /** Every call, where the run is traced, but those of a reconciler that finds nothing. */
  readonly points: readonly Point[];
  readonly verdicts: readonly string[];
  /** Every deployment that was ever written down, oldest first. */
  readonly records: readonly Deployment[];
  /** What has the production traffic when all is over. */
  readonly serving: Digest | undefined;
}

/** Runs a schedule to its end in virtual time, and looks whether all that must be so is so. */
export async function runSchedule(schedule: Schedule, { traced = false } = {}): Promise<Run> {
  const world = new SimulatedWorld(schedule, traced);
  const violations: Violation[] = [];
  const times = new Uint32Array(INVARIANTS.length);
  const looked = (place: number): void => {
    times[place] = (times[place] ?? 0) + 1;
  };
  const check = (id: string, sentence: string, found: string | undefined): void => {
    if (found === undefined) return;
    violations.push({ id, sentence, found });
    world.trace.note('INVARIANT', id, found);
  };
  for (const [place, { id, sentence, on = [], watch }] of INVARIANTS.entries()) {
    const watcher = watch?.(world);
    if (watcher === undefined) continue;
    world.watch(on, (happening) => {
      looked(place);
      check(id, sentence, watcher(happening));
    });
  }
  await world.begin();
  await untilRest(world);
  for (const [place, { id, sentence, rest }] of INVARIANTS.entries()) {
    if (rest === undefined) continue;
    looked(place);
    check(id, sentence, rest(world));
  }
  const records = world.records();
  return {
    violations,
    hash: world.trace.hash,
    trace: world.trace.lines,
    struck: world.faults.struck,
    checked: new Map(INVARIANTS.flatMap(({ id }, place) => (times[place] ? [[id, times[place]]] : []))),
    transitions: transitionsOf(world),
    calls: world.faults.calls,
    events: world.faults.events,
    invocations: world.faults.invocations,
    points: world.points,
    verdicts: records.map(({ verdict }) => verdict ?? 'open'),
    records,
    serving: world.outside.service.inCharge?.digests.web,
  };
}

async function untilRest(world: SimulatedWorld): Promise<void> {
  const { clock } = world;
  const end = clock.now() + LONGEST;
  let quietSince = clock.now();
  let disturbances = 0;
  for (;;) {
    const quiet = isQuiet(world);
    if (!quiet || world.faults.disturbances > disturbances) quietSince = clock.now();
    disturbances = world.faults.disturbances;
    const until = quiet ? Math.min(end, quietSince + SETTLES) : end;
    if (await clock.next(until)) continue;
    // What was due last may have begun something at this very moment, or met a fault.
    if (until === end || (isQuiet(world) && world.faults.disturbances === disturbances)) return;
  }
}

function isQuiet(world: SimulatedWorld): boolean {
  const { toCome, deliveries, outside } = world;
  if (toCome > 0 || deliveries.pending > 0 || world.head().live !== undefined || world.waits()) return false;
  return outside.service.deployments.every(({ status }) => isTerminal(status));
}

function transitionsOf(world: SimulatedWorld): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { machine, states } of world.machines.entered())
    for (const [index, state] of states.entries())
      if (index > 0) found.add(`${machine}: ${states[index - 1]} → ${state}`);
  return found;
}
