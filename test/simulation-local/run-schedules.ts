import { isBeside } from '../../core/domain/service.ts';
import { type Checked, check } from './checks.ts';
import { drawSchedule, type Schedule } from './draw-schedule.ts';
import type { Fleet } from './fleet.ts';
import { Lane, type Played } from './play.ts';

/** What came of one schedule, as it is told. */
export interface Outcome {
  readonly seed: number;
  readonly what: string;
  readonly verdict: string;
  /** `door fault`, once for each that struck. */
  readonly struck: readonly string[];
  readonly checked: readonly Checked[];
  /** For who looks into a violation. */
  readonly trace: readonly string[];
}

/** Plays the schedules of these seeds, each on the next service that is free and wired for it. */
export async function runSchedules(
  fleet: Fleet,
  seeds: readonly number[],
  onOutcome: (outcome: Outcome) => void,
): Promise<void> {
  const schedules = seeds.map(drawSchedule);
  const waiting = {
    beside: schedules.filter(({ strategy }) => isBeside(strategy)),
    'in place': schedules.filter(({ strategy }) => !isBeside(strategy)),
  };
  await Promise.all(
    fleet.lanes.map(async ({ name, wiring }) => {
      const lane = new Lane(fleet, name);
      await lane.settle();
      for (let next = waiting[wiring].shift(); next !== undefined; next = waiting[wiring].shift()) {
        const played = await lane.play(next);
        onOutcome(outcomeOf(played));
        // What did not come to an end would be in the way of the next one.
        if (played.broken !== undefined) return;
      }
    }),
  );
}

function outcomeOf(played: Played): Outcome {
  const { schedule, struck, rest, letters } = played;
  const checked = check(played);
  const trace = [
    ...struck.map((one) => `fault ${JSON.stringify(one)}`),
    ...(rest?.deployment.log ?? []).map(({ text }) => `belay ${text}`),
    ...letters.map((letter) => `dead letter ${letter}`),
  ];
  return {
    seed: schedule.seed,
    what: whatOf(schedule),
    verdict: rest?.deployment.verdict ?? 'none',
    struck: struck.map(({ door, fault }) => `${door} ${fault}`),
    checked,
    trace: isViolated(checked) ? trace : [],
  };
}

/** Whether something was found that must not be. */
export function isViolated(checked: readonly Checked[]): boolean {
  return checked.some(({ found }) => found !== undefined);
}

function whatOf({ strategy, condition, alarmAfter, faults }: Schedule): string {
  const alarm = alarmAfter === undefined ? '' : `, alarm after ${alarmAfter} s`;
  return `${strategy}, ${condition}${alarm}, ${faults.length} faults`;
}
