import { partsOf } from '../domain/names.ts';
import { Refused } from '../domain/refused.ts';
import { healthTimes, LONGEST_REHEARSAL, type Rehearsal } from '../domain/rehearsal.ts';
import type { RollbackPoint } from '../domain/rollback-point.ts';
import type { ServiceSettings } from '../domain/service.ts';
import type { ContainerTruth, TaskDefinitionTruth } from '../domain/task-definition.ts';
import type { Ports } from '../ports.ts';
import { findLivingPoint } from './find-point.ts';
import { knowService } from './know-service.ts';

export type RehearsePorts = Pick<Ports, 'services' | 'rollbackPoints' | 'rehearsals' | 'schedules' | 'ecs' | 'clock'>;

/**
 * Starts a task of a point's version outside of its service. The task's own event ends it; a schedule does where no event comes. One
 * rehearsal of a point at a time.
 */
export async function rehearsePoint(
  ports: RehearsePorts,
  id: string,
  by: string,
  reason?: string,
): Promise<{ readonly point: string; readonly service: string; readonly rehearsal: Rehearsal }> {
  const point = await findLivingPoint(ports, id);
  const { service, taskDefinition } = point;
  const [{ settings }, { containers }] = await Promise.all([knowService(ports, service), readActive(ports, point)]);
  const now = ports.clock.now();
  const startedAt = new Date(now).toISOString();
  const longest = LONGEST_REHEARSAL * 1000;
  const rehearsal = { startedAt, by, ...(reason !== undefined && { reason }), ...goalOf(containers, settings.pace) };
  if (!(await ports.rollbackPoints.beginRehearsal(service, id, rehearsal, new Date(now - longest).toISOString())))
    throw new Refused(
      'RehearsalUnderWay',
      `${id} is being rehearsed. \`belay rollback-point show ${id}\` tells how it goes.`,
    );
  await ports.schedules.lookAtRehearsal(new Date(now + longest).toISOString(), id);
  try {
    const task = await ports.rehearsals.start(settings.cluster, partsOf(service).name, taskDefinition, id);
    await ports.rollbackPoints.nameRehearsal(service, id, startedAt, task);
    return { point: id, service, rehearsal: { ...rehearsal, task } };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const outcome = { ok: false, because: error.message, at: startedAt };
    await ports.rollbackPoints.endRehearsal(service, id, startedAt, outcome);
    throw error;
  }
}

/** What shows that a task of these containers could take traffic, and what it cannot show. */
function goalOf(
  containers: readonly ContainerTruth[],
  pace: ServiceSettings['pace'],
): Pick<Rehearsal, 'health' | 'plus'> {
  const health = healthTimes(containers);
  if (health !== undefined) return { health };
  return pace === undefined || pace.balancer === 'none' ? {} : { plus: pace.untilHealthy };
}

/** A way back registers it again; a rehearsal leaves no trace behind. */
async function readActive(
  ports: Pick<Ports, 'ecs'>,
  { id, service, taskDefinition }: RollbackPoint,
): Promise<TaskDefinitionTruth> {
  const truth = await ports.ecs.taskDefinition(taskDefinition);
  if (truth?.status === 'ACTIVE') return truth;
  throw new Refused(
    'PointNotReady',
    `${taskDefinition} of ${id} is ${truth === undefined ? 'deleted' : 'INACTIVE'}, and ECS runs no task of it. ${truth === undefined ? `Nothing can go back to it: \`belay rollback-points ${service}\` lists others.` : `A way back would register it again first: \`belay rollback-point check ${id}\` looks whether it could.`}`,
  );
}
