/** Something that must be so before a deployment goes past a gate. A check that the version before wrote has no `kind` and no `when`. */
export type Check = HttpCheck | TaskCheck;

/** The gates at which checks run: before any user is served, and at the end of each bake. */
export type CheckGate = 'before-traffic' | 'after-bake';

/** An HTTP request that must be answered as expected. Before traffic it goes through the test rule, after the bake through the production rule. */
export interface HttpCheck {
  readonly kind?: 'http';
  readonly id: string;
  readonly name: string;
  readonly when?: CheckGate;
  readonly path: string;
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
export interface TaskCheck {
  readonly kind: 'command' | 'database';
  readonly id: string;
  readonly name: string;
  readonly when?: CheckGate;
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
  return check.kind === 'command' || check.kind === 'database';
}

function isAt({ when = 'before-traffic' }: Check, gate: CheckGate): boolean {
  return when === gate;
}
