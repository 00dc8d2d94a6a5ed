import type { Clock } from '../kernel/clock.ts';
import type { Lambdas } from '../lambda/ports.ts';
import type { Random } from './ids.ts';
import type { AlarmStates, Balancer, Images, Processes, RunningProcess } from './ports.ts';
import type { Store } from './store.ts';
import type { Switches } from './switches.ts';

/** A deployment began or ended. */
export interface DeploymentNotice {
  readonly kind: 'started' | 'ended';
  readonly serviceArn: string;
  readonly serviceDeploymentArn: string;
  readonly status: string;
}

/** Value of a container's secret, by its `valueFrom`. A rejection keeps the task from starting. */
export type ReadSecret = (valueFrom: string) => Promise<string>;

/** Keeps one line of a container in CloudWatch Logs. */
export type WriteLog = (group: string, stream: string, message: string) => void;

/** What a task has in this process and not in the state: its processes and the last lines of their output. */
export interface LiveTask {
  readonly processes: Map<string, RunningProcess>;
  readonly lines: string[];
}

/** Everything that the parts of the local Amazon ECS share. */
export interface World {
  readonly clock: Clock;
  readonly images: Images;
  readonly processes: Processes;
  readonly balancer: Balancer;
  readonly alarms: AlarmStates;
  readonly lambdas: Lambdas | undefined;
  readonly readSecret: ReadSecret | undefined;
  readonly writeLog: WriteLog | undefined;
  readonly freePort: (wanted?: number) => Promise<number>;
  readonly random: Random;
  readonly switches: Switches;
  readonly store: Store;
  readonly live: Map<string, LiveTask>;
  /** Lambda hooks whose function runs now, and image references that are being resolved. */
  readonly invoking: Set<string>;
  readonly resolving: Map<string, Promise<string | undefined>>;
  /** Set when the local AWS stops: nothing that happens afterwards is recorded. */
  closed: boolean;
  /** Does `work` as one change: services that it woke go on as far as they can, the state is saved, events go out. */
  turn<Result>(work: () => Result): Result;
  /** Lets a service go on at the end of this turn. */
  wake(serviceArn: string): void;
  announce(notice: DeploymentNotice): void;
}
