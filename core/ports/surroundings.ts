/** What is around a service and is only looked at. */
import type { Timeouts } from '../domain/time-plan.ts';

/** Secrets Manager, without any value. */
export interface Secrets {
  isThere(arn: string): Promise<boolean>;
}

/** The Parameter Store of Systems Manager, without any value. */
export interface Parameters {
  isThere(name: string): Promise<boolean>;
}

/** The room that the account has for more tasks. */
export interface Room {
  /** vCPU that may run on Fargate at a time in this account and Region, and that do. `undefined`: AWS does not say, as where nothing has run lately. */
  fargate(how: 'on-demand' | 'spot'): Promise<{ readonly most: number; readonly taken: number } | undefined>;
  /** Addresses that are free, by subnet. Throws where one is not there. */
  freeAddresses(subnets: readonly string[]): Promise<Readonly<Record<string, number>>>;
}

/** IAM, as far as tasks need it. */
export interface Roles {
  /** May ECS start tasks with this role? `not-for-tasks`: it is there, and does not trust them. */
  forTasks(arn: string): Promise<'there' | 'gone' | 'not-for-tasks'>;
}

/** What the owner of the stack decided when it was deployed. */
export interface Stack {
  /** The roles that tasks may be given: ARNs, a final star for all below a path. */
  taskRoles(): readonly string[];
  /** The log groups that may be read: names, a final star for all that begin so. */
  logGroups(): readonly string[];
  /** What the timeouts of a service, and of a request, take the place of. */
  timeouts(): Timeouts;
}

/** Sends one HTTP request for a check. A network failure is an answer too. */
export interface Probe {
  send(request: {
    url: string;
    method: string;
    headers: Readonly<Record<string, string>>;
    timeoutMs: number;
    /** Is the body wanted? Its first 64 KB are read; it is empty otherwise. */
    reads: boolean;
  }): Promise<{ readonly status: number; readonly body: string } | { readonly failed: string }>;
}

export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  sleep(milliseconds: number): Promise<void>;
}

export interface Dice {
  /** Random lower-case letters and digits. */
  letters(count: number): string;
}
