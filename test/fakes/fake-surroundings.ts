import type { TaskDefinitionTruth } from '../../core/domain/task-definition.ts';
import type { ServiceTruth, TargetGroupTruth } from '../../core/domain/truth.ts';
import type { Parameters, Roles, Room, Secrets, Stack } from '../../core/ports.ts';
import { TIMEOUTS } from '../builders.ts';

/** What stands around the fake service and does not change while it is deployed. A test changes it before. */
export class FakeSurroundings implements Secrets, Parameters, Roles, Room, Stack {
  service: Partial<ServiceTruth> = {};
  taskDefinition: Partial<TaskDefinitionTruth> = {};
  targetGroup: Partial<TargetGroupTruth> = {};
  /** ARNs of rules, target groups, roles, secrets and parameters that are not there. */
  readonly gone = new Set<string>();

  /** ARNs of roles that do not trust tasks. */
  readonly untrusting = new Set<string>();

  /** vCPU of Fargate, and addresses in each subnet. */
  vcpu: { readonly most: number; readonly taken: number } | undefined = { most: 100, taken: 10 };
  readonly addresses = new Map<string, number>();

  async fargate(): Promise<{ readonly most: number; readonly taken: number } | undefined> {
    return this.vcpu;
  }

  async freeAddresses(subnets: readonly string[]): Promise<Readonly<Record<string, number>>> {
    const gone = subnets.find((subnet) => this.gone.has(subnet));
    if (gone !== undefined) throw new Error(`The subnet ID '${gone}' does not exist`);
    return Object.fromEntries(subnets.map((subnet) => [subnet, this.addresses.get(subnet) ?? 250]));
  }

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
