import type { TaskCommand } from './check.ts';
import { type CheckRun, whyFailed } from './check-run.ts';
import { wordsOf } from './command-line.ts';
import type { Woke } from './deployment.ts';
import type { RollbackPoint } from './rollback-point.ts';

/** Seconds that one command of a way back may take, the start of its task included. */
export const COMMAND_SECONDS = 900;

const ROUND = /^way-back-(\d+)$/;

/** The round in which a command of a way back runs: one at a time. `number`: 1 is the first. */
export function wayBackRound(number: number): string {
  return `way-back-${number}`;
}

/** Which command of the way back a round is about. `undefined`: it is of a gate. */
export function wayBackNumber({ round }: Pick<CheckRun, 'round'>): number | undefined {
  const [, number] = ROUND.exec(round) ?? [];
  return number === undefined ? undefined : Number(number);
}

/** A command of a way back as the task that runs it: in this container, in place of the image's own command. */
export function wayBackTask(line: string, number: number, container: string, timeout: number): TaskCommand {
  return {
    type: 'command',
    id: `command-${number}`,
    name: line,
    container,
    command: wordsOf(line) ?? [line],
    expectedExitCodes: [0],
    timeout,
  };
}

/**
 * What a point that is captured for a deployment has to run: as much as the newest point that a person made of the same version. It stands
 * for the same place to go back to. `points`: newest first.
 */
export function inheritedCommands(
  points: readonly RollbackPoint[],
  { digest }: Pick<RollbackPoint, 'digest'>,
): readonly string[] {
  const made = points.find((point) => point.name !== undefined && point.digest === digest && point.commands?.length);
  return made?.commands ?? [];
}

/** What the machine goes on by after a command of the way back. */
export function wokeByCommand(run: CheckRun): Woke {
  const why = whyFailed(run, 0);
  return why === undefined
    ? { stage: 'ended-well', because: 'it ended as it should' }
    : { stage: 'ended-badly', because: why };
}

/** A sentence about the commands of a way back that did not go well. `run`: the last that is known of them. `undefined`: all went well. */
export function wayBackFailure(commands: readonly string[], run: CheckRun | undefined): string | undefined {
  const number = run === undefined ? undefined : wayBackNumber(run);
  if (run === undefined || number === undefined) return toldOf(commands, 1, 'was never started');
  const why = whyFailed(run, 0);
  if (why !== undefined) return toldOf(commands, number, why);
  return number < commands.length ? toldOf(commands, number + 1, 'was never started') : undefined;
}

/** Each may build on those before it: after one that failed none is run. */
function toldOf(commands: readonly string[], number: number, why: string): string | undefined {
  const line = commands[number - 1];
  if (line === undefined) return undefined;
  const after = commands.slice(number);
  const left = after.length === 0 ? '' : `; not run after it: ${after.join(', ')}`;
  return `command ${number} of ${commands.length} of the way back ("${line}") ${why}${left}`;
}
