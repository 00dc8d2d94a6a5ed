import type { Client } from './client.ts';
import type { ExitCode } from './exit-code.ts';

/** What every verb is given. */
export interface Invocation {
  readonly client: Client;
  readonly arguments: readonly string[];
  readonly flags: Flags;
  /** Something for people: goes to stderr under --json, so that stdout stays one JSON document. */
  tell(line: string): void;
  /** Asks a person for a clear yes. `undefined`: nobody is there to answer, or the answer goes to a script. */
  readonly ask: ((question: string) => Promise<boolean>) | undefined;
}

export interface Flags {
  readonly json: boolean;
  readonly watch: boolean;
  readonly first: boolean;
  readonly force: boolean;
  readonly yes: boolean;
  readonly downgrade: boolean;
  readonly checks?: string;
  readonly 'no-checks': boolean;
  readonly 'one-at-a-time': boolean;
  /** Of a plan that is to be run. */
  readonly plan?: string | undefined;
  readonly percent?: string | undefined;
  readonly bake?: string | undefined;
  readonly 'step-bake'?: string | undefined;
  /** Names, with commas. */
  readonly alarms?: string | undefined;
  readonly 'crash-threshold'?: string | undefined;
  readonly 'minimum-healthy'?: string | undefined;
  readonly maximum?: string | undefined;
  readonly wait?: string | undefined;
  readonly 'on-timeout'?: string | undefined;
  readonly strategy?: string | undefined;
  readonly reason?: string | undefined;
  readonly limit?: string | undefined;
  readonly cursor?: string | undefined;
  readonly digest?: string | undefined;
  readonly deployment?: string | undefined;
  readonly errors: boolean;
  readonly follow: boolean;
  readonly log: boolean;
  readonly 'dry-run': boolean;
  /** Seconds. */
  readonly timeout: number;
  readonly file?: string | undefined;
  /** Where a rollback shall lead, or an upgrade. */
  readonly to?: string | undefined;
  readonly latest: boolean;
  readonly stable: boolean;
  /** Goes back without a look at the rollback point first. */
  readonly now: boolean;
  /** Tries the way back beside the service, in place of going. */
  readonly rehearse: boolean;
  /** All services of an environment. */
  readonly all: boolean;
  readonly environment?: string | undefined;
  readonly repository?: string | undefined;
  /** A duration such as 24h; for logs also a time, or today. */
  readonly since?: string | undefined;
  readonly name?: string | undefined;
  readonly description?: string | undefined;
  readonly command?: readonly string[] | undefined;
  readonly queue: boolean;
  /** RFC 3339, as `until`. */
  readonly at?: string | undefined;
  readonly until?: string | undefined;
  /** Local time, time zone, duration and rule of iCalendar. */
  readonly start?: string | undefined;
  readonly zone?: string | undefined;
  readonly duration?: string | undefined;
  readonly rule?: string | undefined;
}

export type FlagName = keyof Flags;

/** What a verb answers: text for people, the same as data for scripts, and how it ended. */
export interface Answer {
  readonly text: string;
  readonly data: unknown;
  readonly exitCode?: ExitCode;
}

/** One verb of the command line. */
export interface Command {
  readonly usage: string;
  readonly summary: string;
  /** Words after the verb, at most. */
  readonly takes: number;
  /** Changes something, or does with these words: at a terminal a person is asked first, unless --yes says that they were. */
  readonly writes?: boolean | ((words: readonly string[]) => boolean);
  /**
   * What it takes beside --json, --api and, where it writes, --yes and --dry-run: anything else is refused, because it would be dropped in
   * silence. A verb that has several forms says what it takes in the one that these words and flags mean. One that names --dry-run tells
   * by itself what it would do.
   */
  readonly flags?:
    | readonly FlagName[]
    | ((words: readonly string[], given: readonly FlagName[]) => readonly FlagName[]);
  run(invocation: Invocation): Promise<Answer>;
}
