/** What the command's exit code says. 1 is left for a crash, which is a defect. */
export const EXIT = {
  succeeded: 0,
  usage: 2,
  refused: 3,
  rolledBack: 4,
  cancelled: 5,
  stuck: 6,
  gaveUpWaiting: 7,
  notAllowed: 8,
  unreachable: 9,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

const BY_VERDICT: Readonly<Record<string, ExitCode>> = {
  SUCCEEDED: EXIT.succeeded,
  ROLLED_BACK: EXIT.rolledBack,
  REFUSED: EXIT.refused,
  CANCELLED: EXIT.cancelled,
  SUPERSEDED: EXIT.cancelled,
  STUCK: EXIT.stuck,
};

export function exitCodeOf(verdict: string): ExitCode {
  return BY_VERDICT[verdict] ?? EXIT.stuck;
}

/** Ends the command with a message and an exit code. */
export class Failure extends Error {
  readonly exitCode: ExitCode;

  constructor(exitCode: ExitCode, message: string) {
    super(message);
    this.exitCode = exitCode;
  }
}
