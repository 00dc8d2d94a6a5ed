/** Something that must be so before a deployment goes past a gate. */
export type Check = HttpCheck | TaskCheck;

/** The gates at which checks run: before any user is served, after the bake of each share, and after the bake of all the traffic. */
export type CheckGate = 'before-traffic' | 'share' | 'after-bake';

/** What a check says of when it runs: before any user is served, at every gate, or after the bake of all the traffic. */
export type CheckTime = 'before' | 'gate' | 'after';

const TIME_OF: Readonly<Record<CheckGate, CheckTime | undefined>> = {
  'before-traffic': 'before',
  share: undefined,
  'after-bake': 'after',
};

/**
 * An HTTP request that must be answered as expected. It goes through the test rule as long as the old version serves too, and through the
 * production rule after that.
 */
export interface HttpCheck {
  readonly type: 'http';
  readonly id: string;
  readonly name: string;
  readonly when: CheckTime;
  /** Path and query. The host is that of the service's own load balancer: nothing else leads to the new version. */
  readonly url: string;
  readonly method: 'GET' | 'HEAD' | 'POST';
  /** Sent along. They are shown to everybody who may see the service: no place for secrets. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly expectedStatus: number;
  /** Text that the answer must contain. */
  readonly body?: string | undefined;
  /** Seconds for one try. */
  readonly timeout: number;
  /** Seconds between tries. */
  readonly interval: number;
  /** Tries after the first. */
  readonly retries: number;
}

/**
 * A command that runs once, as a task of the new version's task definition: it has the image, the secrets, the role and the network of the
 * new version, and no traffic. `database` is the same with another word: a probe that connects as the version itself would.
 */
export interface TaskCheck extends TaskCommand {
  readonly when: CheckTime;
}

/** What runs, wherever it does: at a gate, or on the way back. */
export interface TaskCommand {
  readonly type: 'command' | 'database';
  readonly id: string;
  readonly name: string;
  /** Container of the task definition whose command is replaced. ECS keeps the image's entrypoint. */
  readonly container: string;
  readonly command: readonly string[];
  readonly expectedExitCodes: readonly number[];
  /** Seconds that its gate waits for it, the start of its task included. A gate waits for the longest of its commands. */
  readonly timeout: number;
}

export function httpChecksAt(checks: readonly Check[], gate: CheckGate): readonly HttpCheck[] {
  return checks.filter((check) => !isTaskCheck(check)).filter((check) => isAt(check, gate));
}

export function taskChecksAt(checks: readonly Check[], gate: CheckGate): readonly TaskCheck[] {
  return checks.filter(isTaskCheck).filter((check) => isAt(check, gate));
}

/** Seconds that the commands of a gate may take: as long as the longest, because they run side by side. 0: there are none. */
export function longestTaskCheck(checks: readonly Check[]): number {
  return Math.max(0, ...checks.filter(isTaskCheck).map(({ timeout }) => timeout));
}

function isTaskCheck(check: Check): check is TaskCheck {
  return check.type !== 'http';
}

function isAt({ when }: Check, gate: CheckGate): boolean {
  return when === 'gate' || when === TIME_OF[gate];
}
