/** What the local ECS needs from the other parts of the local AWS. */
import type { Cancel } from '../kernel/clock.ts';

/** Pulls images. A failure is a `PullFailed` with the reason that ECS would show for the stopped task. */
export interface Images {
  /** `image` is any reference: `<host>/<repository>@<digest>` or `<host>/<repository>:<tag>`. */
  pull(image: string): Promise<PulledImage>;
  /** The digest that a reference names now, without pulling it. `undefined`: there is none. */
  resolve(image: string): Promise<string | undefined>;
}

export interface PulledImage {
  readonly digest: string;
  /** Folder with the unpacked layers. Read only: many tasks run from it. */
  readonly root: string;
  readonly entrypoint: readonly string[];
  readonly command: readonly string[];
  /** `NAME=value` */
  readonly environment: readonly string[];
  readonly workingDirectory: string;
  readonly user: string;
}

export class PullFailed extends Error {
  override readonly name = 'CannotPullContainerError';
}

/** Runs a container as a process of this machine, from the image's own files. */
export interface Processes {
  start(container: ContainerStart): RunningProcess;
}

export interface ContainerStart {
  readonly image: PulledImage;
  /** Over the image's own. */
  readonly environment: Readonly<Record<string, string>>;
  readonly entrypoint?: readonly string[];
  readonly command?: readonly string[];
  readonly workingDirectory?: string;
  /** One line of the process's output. */
  onLine(line: string): void;
}

export interface RunningProcess {
  readonly pid: number | undefined;
  /** Resolves when the process is gone: with its exit code, or with why it never ran. */
  readonly ended: Promise<{ readonly exitCode: number } | { readonly notStarted: string }>;
  /** SIGTERM, and SIGKILL after `graceMs` of real time. */
  stop(graceMs: number): void;
}

/** The load balancer's side of a deployment. Targets are processes: an address and a port of this machine. */
export interface Balancer {
  register(targetGroup: string, target: Target): void;
  /** Takes no new requests from now on; resolves when the deregistration delay is over or no request is left. */
  deregister(targetGroup: string, target: Target): Promise<void>;
  health(targetGroup: string, target: Target): 'initial' | 'healthy' | 'unhealthy' | 'draining' | 'unused';
  /** Throws when the rule or listener does not forward to these groups. */
  setWeights(rule: string, weights: Readonly<Record<string, number>>): void;
  weights(rule: string): Readonly<Record<string, number>>;
  /** Calls back whenever the health of a target changes. */
  onHealthChange(listener: () => void): Cancel;
  /** While a deployment is under way health checks run at their own pace; otherwise they may slow down. */
  hurry(on: boolean): void;
}

export interface Target {
  /** Loopback address. */
  readonly id: string;
  readonly port: number;
}

/** CloudWatch alarms, as ECS watches them. */
export interface AlarmStates {
  /** `undefined`: there is no such alarm. */
  state(name: string): 'OK' | 'ALARM' | 'INSUFFICIENT_DATA' | undefined;
  onChange(listener: (name: string) => void): Cancel;
}
