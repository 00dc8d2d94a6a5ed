import type { Cancel } from '../../kernel/clock.ts';
import type { TaskResource } from '../asl/task-resource.ts';
import type { Json } from '../json.ts';
import type { TaskOutcome } from './task-outcome.ts';

/** One try of a Task state, as it goes out. */
export interface TaskRequest {
  readonly resource: TaskResource;
  readonly arguments: Json;
  /** The machine's role. */
  readonly roleArn: string;
  /** The role in `Credentials`. */
  readonly assumes: string | undefined;
  readonly token: string | undefined;
  /** The same when the same try goes out again after a restart, and never otherwise. */
  readonly id: string;
}

export interface TaskAnswer {
  readonly output: Json;
  /** What a `.sync` request started. */
  readonly job?: string;
}

/** What Task states act on. Every failure is a StateFailure. */
export interface Integrations {
  request(request: TaskRequest): Promise<TaskAnswer>;
  /** Calls back once, when the job is over: at once when it is over already. `resource` tells how the result is shaped. */
  watch(job: string, resource: TaskResource, over: (outcome: TaskOutcome) => void): Cancel;
  /** Stops a job that nobody waits for any more, as far as the role allows. */
  abandon(job: string, roleArn: string): void;
  /** The items of a distributed Map. Left out where there is nothing to read from. */
  readItems?(resource: string, argument: Json): Promise<readonly Json[]>;
}
