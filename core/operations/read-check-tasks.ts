import { taskChecksAt } from '../domain/check.ts';
import { type CheckRound, failuresOf, openTasks, roundOf } from '../domain/check-run.ts';
import type { DeploymentId } from '../domain/names.ts';
import type { ServiceSettings } from '../domain/service.ts';
import type { Ports } from '../ports.ts';
import { stopCheckTasks } from './stop-check-tasks.ts';

/**
 * What became of the commands of a gate: a sentence for each that did not end as it should. Of tasks of which no event told, ECS is asked;
 * what runs on by now is late, and is stopped.
 */
export async function readCheckTasks(
  ports: Pick<Ports, 'checkRuns' | 'ecs'>,
  deployment: DeploymentId,
  settings: ServiceSettings,
  at: CheckRound,
): Promise<readonly string[]> {
  const wanted = taskChecksAt(settings.checks, at.gate);
  if (wanted.length === 0) return [];
  const run = await ports.checkRuns.get(deployment);
  if (run?.round !== roundOf(at)) return wanted.map(({ id, name }) => `check "${name}" (${id}) was never started`);
  const open = openTasks(run);
  const truths = open.length === 0 ? [] : await ports.ecs.tasks(settings.cluster, open);
  const stopped = truths.flatMap(({ task, end }) => (end === undefined ? [] : [[task, end] as const]));
  for (const [task, end] of stopped) await ports.checkRuns.ended(deployment, run.round, task, end);
  const known = { ...run, ended: { ...run.ended, ...Object.fromEntries(stopped) } };
  await stopCheckTasks(ports, settings.cluster, known);
  return failuresOf(known);
}

/** Has this gate commands of which none was started yet? */
export async function mustRunTasks(
  { checkRuns }: Pick<Ports, 'checkRuns'>,
  deployment: DeploymentId,
  { checks }: ServiceSettings,
  at: CheckRound,
): Promise<boolean> {
  if (taskChecksAt(checks, at.gate).length === 0) return false;
  return (await checkRuns.get(deployment))?.round !== roundOf(at);
}
