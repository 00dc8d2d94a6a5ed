import { longestTaskCheck } from '../domain/check.ts';
import { type CheckRun, openTasks } from '../domain/check-run.ts';
import type { DeploymentId } from '../domain/names.ts';
import type { ServiceSettings } from '../domain/service.ts';
import type { Ports } from '../ports.ts';

/** Stops the commands of a run that nobody waits for any more: ECS itself would let them run for ever. */
export async function stopCheckTasks(ports: Pick<Ports, 'ecs'>, cluster: string, run: CheckRun): Promise<void> {
  const because = `Belay waits no longer for the checks of ${run.deployment}`;
  await Promise.all(openTasks(run).map((task) => ports.ecs.stopTask(cluster, task, because)));
}

/** The same for a deployment that ends, however it ends. */
export async function endCheckTasks(
  ports: Pick<Ports, 'checkRuns' | 'ecs'>,
  deployment: DeploymentId,
  { cluster, checks }: ServiceSettings,
): Promise<void> {
  if (longestTaskCheck(checks) === 0) return;
  const run = await ports.checkRuns.get(deployment);
  if (run !== undefined) await stopCheckTasks(ports, cluster, run);
}
