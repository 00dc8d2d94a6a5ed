import { type CheckRun, LATE, openTasks } from '../domain/check-run.ts';
import type { Ports } from '../ports.ts';
import { stopCheckTasks } from './stop-check-tasks.ts';

/** A run that is waited for no longer: of tasks of which no event told, ECS is asked; what runs on by now is late, and is stopped. */
export async function settleCheckRun(
  ports: Pick<Ports, 'checkRuns' | 'ecs'>,
  cluster: string,
  run: CheckRun,
): Promise<CheckRun> {
  const open = openTasks(run);
  const truths = open.length === 0 ? [] : await ports.ecs.tasks(cluster, open);
  const stopped = truths.flatMap(({ task, end }) => (end === undefined ? [] : [[task, end] as const]));
  for (const [task, end] of stopped) await ports.checkRuns.ended(run.deployment, run.round, task, end);
  const known = { ...run, ended: { ...run.ended, ...Object.fromEntries(stopped) } };
  // First of all, so that what its stop is told as later does not count as its own end.
  for (const task of openTasks(known)) await ports.checkRuns.ended(run.deployment, run.round, task, LATE);
  await stopCheckTasks(ports, cluster, known);
  return known;
}
