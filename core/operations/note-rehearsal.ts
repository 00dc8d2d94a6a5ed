import {
  judgeRehearsal,
  LONGEST_REHEARSAL,
  nextLook,
  type Rehearsal,
  type RehearsalOutcome,
  type RehearsedTask,
} from '../domain/rehearsal.ts';
import type { RollbackPoint } from '../domain/rollback-point.ts';
import type { Ports } from '../ports.ts';

export type NoteRehearsalPorts = Pick<Ports, 'rollbackPoints' | 'rehearsals' | 'schedules' | 'notices' | 'clock'>;

/**
 * What ECS tells of a rehearsal's task: the outcome is kept on the point, and a task that runs is stopped. One whose health is not known yet
 * runs on, and is looked at again. Safe to repeat.
 */
export async function noteRehearsal(ports: NoteRehearsalPorts, id: string, told: RehearsedTask): Promise<void> {
  const point = await ports.rollbackPoints.find(id);
  const { rehearsal } = point ?? {};
  // Of a point that was deleted meanwhile, or of a rehearsal before the last: there is only a task to be stopped.
  const ours = point !== undefined && rehearsal !== undefined && (rehearsal.task ?? told.task) === told.task;
  if (ours && (await follow(ports, point, rehearsal, told)) === 'goes-on') return;
  if (told.lastStatus === 'RUNNING') await ports.rehearsals.stop(told.task);
}

/** It is time to look at a rehearsal: at the health of its task, which no event tells, or because its own time is over, and its task is stopped. */
export async function lookAtRehearsal(ports: NoteRehearsalPorts, id: string): Promise<void> {
  const point = await ports.rollbackPoints.find(id);
  const { rehearsal } = point ?? {};
  const now = ports.clock.now();
  if (point === undefined || rehearsal === undefined || rehearsal.outcome !== undefined) return;
  const isOver = Date.parse(rehearsal.startedAt) + LONGEST_REHEARSAL * 1000 <= now;
  const told = rehearsal.task === undefined ? undefined : await ports.rehearsals.look(rehearsal.task);
  if (!isOver && (told === undefined || (await follow(ports, point, rehearsal, told)) === 'goes-on')) return;
  if (isOver) {
    const at = new Date(now).toISOString();
    const late = {
      ok: false,
      because: `it did not ${told?.lastStatus === 'RUNNING' ? 'get healthy' : 'run'} within ${LONGEST_REHEARSAL / 60} minutes`,
      at,
    };
    await keep(ports, point, rehearsal.startedAt, (told && judgeRehearsal(told, at, rehearsal)) ?? late);
  }
  if (told !== undefined && told.lastStatus !== 'STOPPED') await ports.rehearsals.stop(told.task);
}

/** Keeps the outcome where there is one; has the health of a task that runs looked at where there is none yet. */
async function follow(
  ports: NoteRehearsalPorts,
  point: RollbackPoint,
  rehearsal: Rehearsal,
  told: RehearsedTask,
): Promise<'over' | 'goes-on'> {
  const now = ports.clock.now();
  const outcome = judgeRehearsal(told, new Date(now).toISOString(), rehearsal);
  if (outcome !== undefined) {
    await keep(ports, point, rehearsal.startedAt, outcome);
    return 'over';
  }
  const { health } = rehearsal;
  const next = health && told.lastStatus === 'RUNNING' ? nextLook(told, health, now) : undefined;
  if (next !== undefined) await ports.schedules.lookAtRehearsal(new Date(next).toISOString(), point.id);
  return 'goes-on';
}

async function keep(
  ports: NoteRehearsalPorts,
  { service, id, version }: RollbackPoint,
  startedAt: string,
  outcome: RehearsalOutcome,
): Promise<void> {
  const { ok, because, seconds, until, at } = outcome;
  if (!(await ports.rollbackPoints.endRehearsal(service, id, startedAt, outcome))) return;
  await ports.notices.tell(`${id}#rehearsed#${startedAt}#${ok}`, {
    service,
    event: 'version:rollback-point:rehearsed',
    at,
    text: ok ? `${version} (${id}) was rehearsed: ${because}` : `${version} (${id}) failed its rehearsal: ${because}`,
    data: { rollbackPoint: id, version, ok, because, seconds: seconds ?? null, reached: until ?? null },
  });
}
