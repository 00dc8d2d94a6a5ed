import type { Run } from './run-schedule.ts';
import type { Schedule } from './schedule.ts';

/** What many runs came to: plain data that goes from a worker to whoever asked for it. */
export interface Tally {
  schedules: number;
  /** Of the exhaustive runs: places where a fault can strike, and schedules in which every fault did. */
  points: number;
  reached: number;
  calls: number;
  /** How often each kind of fault struck. */
  readonly faults: Record<string, number>;
  /** How often each invariant looked at something. */
  readonly checked: Record<string, number>;
  readonly verdicts: Record<string, number>;
  readonly transitions: Record<string, number>;
  readonly failures: Failure[];
}

/** A run in which something was not as it must be. */
export interface Failure {
  readonly seed: number;
  readonly schedule: Schedule;
  readonly id: string;
  readonly sentence: string;
  readonly found: string;
}

export function emptyTally(): Tally {
  return {
    schedules: 0,
    points: 0,
    reached: 0,
    calls: 0,
    faults: {},
    checked: {},
    verdicts: {},
    transitions: {},
    failures: [],
  };
}

export function addTo(tally: Tally, seed: number, schedule: Schedule, run: Run): void {
  tally.schedules++;
  tally.calls += run.calls;
  for (const [kind, times] of run.struck) count(tally.faults, kind, times);
  for (const [id, times] of run.checked) count(tally.checked, id, times);
  for (const verdict of run.verdicts) count(tally.verdicts, verdict, 1);
  for (const transition of run.transitions) count(tally.transitions, transition, 1);
  const [first] = run.violations;
  if (first !== undefined) tally.failures.push({ seed, schedule, ...first });
}

export function merge(tallies: readonly Tally[]): Tally {
  const all = emptyTally();
  for (const tally of tallies) {
    all.schedules += tally.schedules;
    all.points += tally.points;
    all.reached += tally.reached;
    all.calls += tally.calls;
    all.failures.push(...tally.failures);
    for (const part of ['faults', 'checked', 'verdicts', 'transitions'] as const)
      for (const [name, times] of Object.entries(tally[part])) count(all[part], name, times);
  }
  all.failures.sort((a, b) => a.seed - b.seed);
  return all;
}

function count(counts: Record<string, number>, name: string, times: number): void {
  counts[name] = (counts[name] ?? 0) + times;
}
