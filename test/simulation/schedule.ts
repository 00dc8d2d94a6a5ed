import type { NotEnoughData, OnTimeout, StrategyName } from '../../core/domain/service.ts';
import type { Variants } from '../fakes/ecs-variants.ts';
import type { FaultKind } from './fault-kinds.ts';

/** One run of the simulation, whole: JSON that replays exactly. */
export interface Schedule {
  readonly seed: number;
  readonly strategy: StrategyName;
  /** Has the service a second target group and a production rule? */
  readonly wired: boolean;
  readonly settings: Settings;
  readonly ecs: Partial<Variants>;
  /** What people, the registry and the world do. */
  readonly acts: readonly Act[];
  readonly faults: readonly Fault[];
}

/** What of a service's settings is drawn. */
export interface Settings {
  /** Approvals that are needed. */
  readonly approvals: number;
  readonly commandAt?: 'before' | 'gate' | 'after';
  readonly minimumRequests: number;
  readonly notEnoughData: NotEnoughData;
  readonly onTimeout: OnTimeout;
  readonly automatic: boolean;
  readonly afterRollback: 'hold' | 'newer-goes';
  /** Of the traffic, in each step of a linear deployment. */
  readonly percent: number;
  /** Seconds. */
  readonly bake: number;
  readonly watch: number;
  readonly policy: 'semver' | 'manual';
  readonly queue: 'newest-waits' | 'refuse';
}

/** When something happens: a time in seconds from the start, or right before the nth call that Belay makes. */
export interface Moment {
  readonly at?: number;
  readonly call?: number;
}

/** What people and the registry do. Versions go by number: 1 runs at the start, 2 and more come. */
export type Act = Moment & {
  readonly who: string;
  /** Of a crash: whoever acted tries again. */
  readonly again?: boolean;
  readonly version?: number;
  /** The version whose tag an image is pushed under, where it is not its own. */
  readonly as?: number;
  /** Seconds that something lasts. */
  readonly lasts?: number;
} & { readonly does: ActKind };

export const ACTS = [
  'push',
  'deploy',
  'cancel',
  'approve',
  'reject',
  'pause',
  'resume',
  'continue',
  'roll-back',
  'emergency',
  'lift',
  'lock',
] as const;
export type ActKind = (typeof ACTS)[number];

/** One thing that goes wrong. `call`, `event` and `invocation` count from 1; the first that it can befall from there on is befallen. */
export interface Fault {
  readonly kind: FaultKind;
  readonly call?: number;
  readonly event?: number;
  readonly invocation?: number;
  /** Seconds from the start. */
  readonly at?: number;
  /** Seconds that it lasts or is late by. */
  readonly lasts?: number;
  readonly version?: number;
}
