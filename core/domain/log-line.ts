import type { DeploymentId, ServiceKey } from './names.ts';

/** Something that happened in a deployment. It is written with `seq`, and leaves for the bus by the table's stream. */
export interface LogLine {
  readonly deployment: DeploymentId;
  readonly service: ServiceKey;
  /** 1, 2, 3 … within one deployment. */
  readonly seq: number;
  readonly event: EventName;
  readonly at: string;
  /** A sentence for people. */
  readonly text: string;
  /** The event's payload, as `docs/events.md` names it. */
  readonly data: Readonly<Record<string, unknown>>;
}

/** All services of an environment: `staging/*`; the environment `*` is all of them. No service has such a name. */
export type AllServices = `${string}/*`;

/** Something that happened to a service outside of any deployment, or to all of an environment. It leaves for the bus as a log line does. */
export interface Notice {
  readonly service: ServiceKey | AllServices;
  readonly event: EventName;
  readonly at: string;
  readonly text: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** All that Belay tells, as `docs/events.md` lists it. */
export const EVENT_NAMES = [
  'version:update:announced',
  'version:update:given-up',
  'version:update:start',
  'version:update:progress',
  'version:update:gate',
  'version:update:approval',
  'version:update:complete',
  'version:update:error',
  'version:rollback:start',
  'version:rollback:late',
  'version:rollback:command-failed',
  'version:rollback:complete',
  'version:rollback-point:red',
  'version:rollback-point:ready',
  'version:rollback-point:deleted',
  'version:rollback-point:rehearsed',
  'version:block:ended',
] as const;
export type EventName = (typeof EVENT_NAMES)[number];
