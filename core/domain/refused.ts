/** Why Belay will not do something. The code is the error's name in a state machine and the key of the HTTP status. */
export type RefusalCode =
  | 'BadRequest'
  | 'NotAllowed'
  | 'UnknownService'
  | 'UnknownVersion'
  | 'UnknownDeployment'
  | 'UnknownEnvironment'
  | 'UnknownRule'
  | 'Blocked'
  | 'LockedByAnother'
  | 'NoWayBack'
  | 'NothingToRollBackTo'
  | 'UnknownPoint'
  | 'PointNotReady'
  | 'PointInUse'
  | 'PointNameTaken'
  | 'TooManyPoints'
  | 'WrongService'
  | 'RehearsalUnderWay'
  | 'DeploymentInProgress'
  | 'IdempotencyKeyReused'
  | 'Denied'
  | 'ImageGone'
  | 'AlarmAlreadyFiring'
  | 'NotWired'
  | 'StrategyNeedsSwap'
  | 'NeedsForce'
  | 'NeedsDowngrade'
  | 'PlanChanged'
  | 'UnknownPlan'
  | 'NotWaiting'
  | 'NotAnApprover'
  | 'Cancelled'
  | 'NotRunning'
  | 'OutOfReach'
  | 'ChecksUnreachable'
  | 'LogsUnreadable'
  | 'Unsupported'
  | 'UnknownField'
  | 'WrongVersionServes'
  | 'FenceLost';

/** A refusal: nothing was touched. The message names the thing and the next move. */
export class Refused extends Error {
  readonly code: RefusalCode;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: RefusalCode, message: string, details: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.name = code;
    this.code = code;
    this.details = details;
  }
}

/** The things that a refusal is about, in the words of a finding's `what`. */
export function aboutOf({ details: { about } }: Refused): readonly unknown[] {
  return Array.isArray(about) ? about : [];
}

/** One refusal that says all that stands in the way; the first of them gives the code. `undefined`: nothing does. */
export function asOneRefusal(refusals: readonly Refused[]): Refused | undefined {
  const [first, ...others] = refusals;
  if (first === undefined || others.length === 0) return first;
  const all = refusals.map(({ code, message }) => ({ code, message }));
  return new Refused(first.code, refusals.map(({ message }) => message).join(' '), { refusals: all });
}
