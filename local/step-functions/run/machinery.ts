import type { Clock } from '../../kernel/clock.ts';
import type { JsonataFunctions } from '../asl/functions.ts';
import type { Integrations } from './integrations.ts';
import type { OpenTasks } from './open-tasks.ts';

/** What every execution of one local Step Functions shares. */
export interface Machinery {
  readonly clock: Clock;
  /** From 0 up to, without, 1. */
  random(): number;
  readonly functions: JsonataFunctions;
  readonly integrations: Integrations;
  readonly openTasks: OpenTasks;
}
