import { tasksOf } from '../look-up.ts';
import type { ServiceRecord, TaskRecord } from '../state.ts';
import { healthOf, isActive, isProtected, type TaskHealth } from '../tasks/task-health.ts';
import type { World } from '../world.ts';

export interface Member {
  readonly task: TaskRecord;
  readonly health: TaskHealth;
  readonly protected: boolean;
}

/** The tasks of a service that should run, by revision. */
export interface Fleet {
  of(revision: string | undefined): readonly Member[];
  /** Tasks of all other revisions. */
  besides(...revisions: (string | undefined)[]): readonly Member[];
  readonly size: number;
}

export function fleetOf(world: World, service: ServiceRecord): Fleet {
  const grace = service.settings.healthCheckGracePeriodSeconds ?? 0;
  const members = tasksOf(world, service)
    .filter(isActive)
    .map((task) => ({ task, health: healthOf(world, task, grace), protected: isProtected(world, task) }));
  return {
    of: (revision) => members.filter((member) => member.task.revision === revision),
    besides: (...revisions) => members.filter((member) => !revisions.includes(member.task.revision)),
    size: members.length,
  };
}

export const healthyIn = (members: readonly Member[]): number =>
  members.filter((member) => member.health === 'healthy').length;
