import type { Check } from './check.ts';
import type { OnTimeout } from './service.ts';

/** What a request says about how to deploy; what it leaves open is the service's or Belay's own. Durations in seconds. */
export interface Options {
  /** Share of the traffic in a canary, or in each step of a linear deployment. */
  readonly percent?: number;
  /** Under watch with that share: the canary's bake, or that of each linear step. */
  readonly stepBake?: number;
  /** Under watch with all the traffic. */
  readonly bake?: number;
  /** `false`: no checks before traffic. A list: these at every gate, in place of the service's. */
  readonly checks?: boolean | readonly Check[];
  /** Alarms that take it back, in place of the service's. */
  readonly alarms?: readonly string[];
  /** Dead tasks of the new version that end its start. */
  readonly crashThreshold?: number;
  readonly minimumHealthyPercent?: number;
  readonly maximumPercent?: number;
  /** Rolling, one task after another. */
  readonly oneAtATime?: boolean;
  /** Graceful: how long work in hand may take. */
  readonly wait?: number;
  readonly onTimeout?: OnTimeout;
  /** May it go back without a person? In place of what the service says. */
  readonly automatic?: boolean;
  /** Approvals at least: more than the service asks for, never fewer. */
  readonly approvals?: number;
  /** Who may approve: some of those whom the service names. Where it names nobody, these. */
  readonly approvers?: readonly string[];
  /** Seconds in which the approvals must come. */
  readonly approvalDeadline?: number;
  /** On top of what the service itself needs. */
  readonly update?: number;
}
