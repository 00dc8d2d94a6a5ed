import type { ExecutionStatus } from '@aws-sdk/client-sfn';
import type { StoredEvent } from './run/history.ts';
import type { Position } from './run/position.ts';

/** What lists show of an execution. */
export interface ExecutionSummary {
  readonly arn: string;
  readonly name: string;
  readonly machineArn: string;
  /** Milliseconds since 1970, as every time here. */
  readonly startDate: number;
  status: ExecutionStatus;
  stopDate?: number;
}

/** All that is known of an execution, in one document. */
export interface ExecutionRecord extends ExecutionSummary {
  readonly machineName: string;
  readonly roleArn: string;
  /** Key of the definition that it runs, whatever the machine has now. */
  readonly definition: string;
  /** JSON, as it was given. */
  readonly input: string;
  readonly timeoutAt?: number;
  /** The try of a Task state that started it. */
  readonly startedBy?: string;
  output?: string;
  error?: string;
  cause?: string;
  events: StoredEvent[];
  /** Of the track that is the machine itself; left out when the execution has ended. */
  position?: Position;
  /** States entered so far. */
  transitions: number;
  /** The last number that was given to a task. */
  lastNumber: number;
}
