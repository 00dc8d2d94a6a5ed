import { judgeRehearsal, LONGEST_REHEARSAL, type RehearsalOutcome, type RehearsedTask } from '../domain/rehearsal.ts';
import type { RollbackPoint } from '../domain/rollback-point.ts';
import type { Ports } from '../ports.ts';

export type NoteRehearsalPorts = Pick<Ports, 'rollbackPoints' | 'rehearsals' | 'notices' | 'clock'>;

/** What ECS tells of a rehearsal's task: the outcome is kept on the point, and a task that runs is stopped. Safe to repeat. */
export async function noteRehearsal(ports: NoteRehearsalPorts, id: string, told: RehearsedTask): Promise<void> {
  const point = await ports.rollbackPoints.find(id);
  const { rehearsal } = point ?? {};
  const at = new Date(ports.clock.now()).toISOString();
  const outcome = judgeRehearsal(told, at);
  // Of a point that was deleted meanwhile, or of a rehearsal before the last: there is only a task to be stopped.
  if (point !== undefined && rehearsal !== undefined && (rehearsal.task ?? told.task) === told.task && outcome)
    await keep(ports, point, rehearsal.startedAt, outcome);
  if (told.lastStatus === 'RUNNING') await ports.rehearsals.stop(told.task);
}

/** The time for a rehearsal is over. Where no event told how it went, ECS is asked, and the task is stopped. */
export async function endOverdueRehearsal(ports: NoteRehearsalPorts, id: string): Promise<void> {
  const point = await ports.rollbackPoints.find(id);
  const { rehearsal } = point ?? {};
  const now = ports.clock.now();
  if (point === undefined || rehearsal === undefined || rehearsal.outcome !== undefined) return;
  if (Date.parse(rehearsal.startedAt) + LONGEST_REHEARSAL * 1000 > now) return;
  const told = rehearsal.task === undefined ? undefined : await ports.rehearsals.look(rehearsal.task);
  const at = new Date(now).toISOString();
  const late = { ok: false, because: `it did not run within ${LONGEST_REHEARSAL / 60} minutes`, at };
  await keep(ports, point, rehearsal.startedAt, (told && judgeRehearsal(told, at)) ?? late);
  if (told !== undefined && told.lastStatus !== 'STOPPED') await ports.rehearsals.stop(told.task);
}

async function keep(
  ports: NoteRehearsalPorts,
  { service, id, version }: RollbackPoint,
  startedAt: string,
  outcome: RehearsalOutcome,
): Promise<void> {
  const { ok, because, seconds, at } = outcome;
  if (!(await ports.rollbackPoints.endRehearsal(service, id, startedAt, outcome))) return;
  await ports.notices.tell(`${id}#rehearsed#${startedAt}#${ok}`, {
    service,
    event: 'version:rollback-point:rehearsed',
    at,
    text: ok ? `${version} (${id}) was rehearsed: ${because}` : `${version} (${id}) failed its rehearsal: ${because}`,
    data: { rollbackPoint: id, version, ok, because, seconds: seconds ?? null },
  });
}
