import type { AwsService } from '../kernel/aws-service.ts';
import type { Provisioner } from '../template/provisioner.ts';
import { Firing } from './firing.ts';
import { groupOperations } from './group-operations.ts';
import { PlanBook } from './plan-book.ts';
import type { SchedulerWorld } from './ports.ts';
import { type SchedulerTypes, schedulerProvisioners } from './provisioners.ts';
import { scheduleOperations } from './schedule-operations.ts';

export interface Scheduler {
  readonly service: AwsService;
  readonly provisioners: Record<SchedulerTypes, Provisioner>;
  /** Fires what is due; call it when the template is there. */
  start(): void;
  /** Stops all timers. What is due meanwhile fires after the next start. */
  stop(): void;
}

export function createScheduler(world: SchedulerWorld): Scheduler {
  const plans = new PlanBook(world.clock, world.state);
  const firing = new Firing(world, plans);
  return {
    service: {
      name: 'scheduler',
      operations: { ...scheduleOperations(world, plans, firing), ...groupOperations(world.clock, plans, firing) },
    },
    provisioners: schedulerProvisioners(world, plans, firing),
    start: () => firing.start(),
    stop: () => firing.stop(),
  };
}
