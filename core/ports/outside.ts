/** The ports for what Belay did not do itself: services that were there before, deployments of others, and what containers write. */
import type { Deployment, ServingRef } from '../domain/deployment.ts';
import type { LastWords } from '../domain/last-words.ts';
import type { LogLine } from '../domain/log-line.ts';
import type { DeploymentId, ServiceKey } from '../domain/names.ts';
import type { TaskDefinitionTruth } from '../domain/task-definition.ts';
import type { FoundService, ServiceTask } from '../domain/truth.ts';

/** The part of the deployments that no lock guards. */
export interface OutsideDeployments {
  /**
   * Says what serves, where no deployment of ours said it: what was found, or what somebody deployed around us. The watch window, which
   * guarded another version, ends. `false`: a deployment holds the lock, and nothing was written.
   */
  noteServing(service: ServiceKey, serving: ServingRef): Promise<boolean>;
  /** Notes that a service deployment (ARN) which is not ours is under way: its end is looked for from `dueAt` on, RFC 3339. */
  noteStranger(service: ServiceKey, serviceDeployment: string, dueAt: string): Promise<void>;
  forgetStranger(service: ServiceKey, serviceDeployment: string): Promise<void>;
  /** Strangers whose `dueAt` has passed, oldest first. */
  overdueStrangers(
    now: string,
    limit: number,
  ): Promise<readonly { readonly service: ServiceKey; readonly serviceDeployment: string }[]>;
  /**
   * Writes a deployment that needs no lock, because it was done outside Belay, with its place in the history and a log line. Written
   * again it is replaced, until it has ended. `false`: it had.
   */
  record(deployment: Deployment, line: LogLine): Promise<boolean>;
  /** Forgets the head of a service; its history stays. `false`: a deployment holds the lock, and nothing was forgotten. */
  forget(service: ServiceKey): Promise<boolean>;
  /** Keeps what the dead tasks of a deployment said last, in place of what was kept before. */
  keepLastWords(id: DeploymentId, words: readonly LastWords[]): Promise<void>;
  lastWords(id: DeploymentId): Promise<readonly LastWords[]>;
}

/** What Belay reads of services that it does not drive: a part of ECS. */
export interface FoundInEcs {
  /** The active services of a cluster, with their tags. `undefined`: there is no such cluster. */
  services(cluster: string): Promise<readonly FoundService[] | undefined>;
  /** `undefined`: it was deleted. */
  taskDefinition(arn: string): Promise<TaskDefinitionTruth | undefined>;
  /** Up to a hundred tasks of a service: those that ECS wants to run, or those that stopped within the last hour. */
  tasksOf(cluster: string, name: string, wanted: 'RUNNING' | 'STOPPED'): Promise<readonly ServiceTask[]>;
}

/** One line that a container wrote. */
export interface WrittenLine {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly stream: string;
  /** Tells lines of the same millisecond apart. */
  readonly id: string;
  readonly text: string;
}

/** CloudWatch Logs, read only. `gone`: there is no such group or stream. `closed`: Belay was not given the right to read it. */
export interface Logs {
  /** The last lines of a stream, oldest first. */
  last(group: string, stream: string, limit: number): Promise<readonly WrittenLine[] | 'gone' | 'closed'>;
  /** Lines of all streams that begin so, from a time on (milliseconds since 1970), oldest first. `onlyErrors`: those that speak of one. */
  since(
    group: string,
    streamPrefix: string,
    from: number,
    options: { readonly until?: number; readonly limit: number; readonly onlyErrors: boolean },
  ): Promise<readonly WrittenLine[] | 'gone' | 'closed'>;
  /**
   * Lines of all streams that begin so which a filter pattern of CloudWatch Logs matches, from a time on (milliseconds since 1970), in no
   * order. `complete: false`: there was more to search than is searched at once.
   */
  matching(
    group: string,
    streamPrefix: string,
    from: number,
    pattern: string,
  ): Promise<{ readonly lines: readonly WrittenLine[]; readonly complete: boolean } | 'gone' | 'closed'>;
}
