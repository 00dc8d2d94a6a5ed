import type { TaskDefinitionTruth } from '../../core/domain/task-definition.ts';
import type { ServiceTruth, TargetGroupTruth } from '../../core/domain/truth.ts';
import type { Roles, Secrets, Stack } from '../../core/ports.ts';
import { TIMEOUTS } from '../builders.ts';

/** What stands around the fake service and does not change while it is deployed. A test changes it before. */
export class FakeSurroundings implements Secrets, Roles, Stack {
  service: Partial<ServiceTruth> = {};
  taskDefinition: Partial<TaskDefinitionTruth> = {};
  targetGroup: Partial<TargetGroupTruth> = {};
  /** ARNs of rules, target groups, roles and secrets that are not there. */
  readonly gone = new Set<string>();

  /** ARNs of roles that do not trust tasks. */
  readonly untrusting = new Set<string>();

  async forTasks(arn: string): Promise<'there' | 'gone' | 'not-for-tasks'> {
    if (this.gone.has(arn)) return 'gone';
    return this.untrusting.has(arn) ? 'not-for-tasks' : 'there';
  }

  async isThere(arn: string): Promise<boolean> {
    return !this.gone.has(arn);
  }

  taskRoles(): readonly string[] {
    return ['arn:aws:iam::000000000000:role/example/*'];
  }

  logGroups(): readonly string[] {
    return ['/ecs/*'];
  }

  timeouts(): typeof TIMEOUTS {
    return TIMEOUTS;
  }
}
