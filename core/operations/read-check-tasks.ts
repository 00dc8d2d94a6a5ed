import { taskChecksAt } from '../domain/check.ts';
import { type CheckRound, failuresOf, roundOf } from '../domain/check-run.ts';
import type { DeploymentId } from '../domain/names.ts';
import type { ServiceSettings } from '../domain/service.ts';
import type { Ports } from '../ports.ts';
import { settleCheckRun } from './settle-check-run.ts';

/** What became of the commands of a gate: a sentence for each that did not end as it should. */
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
  return failuresOf(await settleCheckRun(ports, settings.cluster, run));
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
