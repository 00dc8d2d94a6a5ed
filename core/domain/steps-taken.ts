import type { Deployment, Live } from './deployment.ts';
import type { LogLine } from './log-line.ts';
import { type PlannedStep, stepsOf } from './planned-deployment.ts';

/** One step of a deployment. Times are RFC 3339, and there where the log has them; `left-out`: it ended before that. */
export interface StepTaken extends PlannedStep {
  readonly status: 'done' | 'running' | 'to-come' | 'left-out';
  readonly startedAt?: string;
  readonly endedAt?: string;
}

/**
 * How far a deployment is: the steps of its plan, with what its log and its live part tell of them, and those of its way back where it goes
 * back or went. None before its plan.
 */
export function stepsTaken(
  deployment: Deployment,
  live: Live | undefined,
  log: readonly LogLine[],
): readonly StepTaken[] {
  const { plan, kind, verdict, startedAt } = deployment;
  if (plan === undefined) return [];
  const back = stepsBack(plan.backWithin);
  if (kind === 'rollback') return taken(deployment, back, startedAt, endsOfWayBack(live, log));
  const planned = stepsOf(plan);
  const forward = taken(deployment, planned, startedAt, endsOfSteps(planned, log));
  if (verdict === 'ROLLED_BACK') return [...forward, ...back.map((step) => ({ ...step, status: 'done' as const }))];
  if (deployment.status === 'ended' || !goesBack(live)) return forward;
  return [...forward.map(leftOut), ...taken(deployment, back, live?.stopRequested?.at, endsOfWayBack(live, log))];
}

/** Is it on its way back, or told to be? */
function goesBack(live: Live | undefined): boolean {
  return live?.phase === 'roll-back' || live?.stopRequested !== undefined;
}

function leftOut(step: StepTaken): StepTaken {
  return step.status === 'done' ? step : { ...step, status: 'left-out' };
}

function taken(
  { status, verdict, endedAt }: Deployment,
  planned: readonly PlannedStep[],
  startedAt: string | undefined,
  told: readonly (string | undefined)[],
): readonly StepTaken[] {
  const over = status === 'ended';
  // What has not ended is in its last step at most; what succeeded has taken all.
  const done = verdict === 'SUCCEEDED' ? planned.length : Math.min(told.length, planned.length - 1);
  const ends = planned.map((_, index) =>
    over && index === planned.length - 1 ? (told[index] ?? endedAt) : told[index],
  );
  return planned.map((step, index) => {
    const start = index === 0 ? startedAt : ends[index - 1];
    const end = ends[index];
    return {
      ...step,
      status: statusOf(index, done, over),
      ...(index <= done && start !== undefined && { startedAt: start }),
      ...(index < done && end !== undefined && { endedAt: end }),
    };
  });
}

function statusOf(index: number, done: number, over: boolean): StepTaken['status'] {
  if (index < done) return 'done';
  if (over) return 'left-out';
  return index === done ? 'running' : 'to-come';
}

/**
 * When each step that is over ended, as far as that was told. Each judgement that let it go on has ended one: the first the start and its
 * checks, every other one a time under watch. Where tasks are replaced in place, Belay's watch begins when that is done.
 */
function endsOfSteps(planned: readonly PlannedStep[], log: readonly LogLine[]): readonly (string | undefined)[] {
  const approved = planned[0]?.name.endsWith('approve') ? log.find(({ data }) => data.missing === 0) : undefined;
  const passed = log.flatMap(({ data, at }) => (data.next === 'go' ? [at] : []));
  const replaced = log.find(({ data }) => data.stage === 'ended-well')?.at;
  const started = passed.length > 0 || replaced !== undefined ? [replaced] : [];
  return [...(approved ? [approved.at] : []), ...started, ...passed];
}

/** A way back has no gates: ECS is told, and the old version takes over; its commands run when it serves. */
function stepsBack(backWithin: number): readonly PlannedStep[] {
  const step = (name: string): PlannedStep => ({ name, seconds: 0, atMost: backWithin });
  return [step('ECS is told to go back'), step('the old version takes over'), step('commands, and a last look')];
}

/** `newerThan` is written when ECS is told. */
function endsOfWayBack(live: Live | undefined, log: readonly LogLine[]): readonly (string | undefined)[] {
  const command = log.find(({ data }) => data.command !== undefined);
  if (command !== undefined) return [undefined, command.at];
  return live?.newerThan === undefined ? [] : [undefined];
}
