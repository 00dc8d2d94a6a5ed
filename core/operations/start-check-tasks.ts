import { checkMark } from '../domain/check-mark.ts';
import type { CheckRun } from '../domain/check-run.ts';
import { partsOf, type ServiceKey } from '../domain/names.ts';
import type { Ports } from '../ports.ts';

/** Begins a round of commands, which starts none of them yet. Safe to repeat. `seconds`: how long the machine will wait for them. */
export async function beginCheckRun(
  { checkRuns, clock }: Pick<Ports, 'checkRuns' | 'clock'>,
  run: Pick<CheckRun, 'deployment' | 'round' | 'checks' | 'seconds'>,
): Promise<CheckRun> {
  return checkRuns.begin({ ...run, since: new Date(clock.now()).toISOString(), tasks: [], ended: {} });
}

/** Starts the commands of a round, one task each, all at once. Safe to repeat: ECS starts no second task for the same key. */
export async function startCheckTasks(
  ports: Pick<Ports, 'checkRuns' | 'ecs'>,
  { deployment, round, checks, tasks }: CheckRun,
  beside: { readonly service: ServiceKey; readonly cluster: string; readonly taskDefinition: string },
): Promise<void> {
  if (tasks.length === checks.length) return;
  const started = await ports.ecs.runTasks(
    beside.cluster,
    partsOf(beside.service).name,
    beside.taskDefinition,
    checks.map(({ id, container, command }) => ({
      key: `${deployment} ${round} ${id}`,
      startedBy: checkMark(deployment, round),
      container,
      command,
      tags: { 'belay:deployment': deployment, 'belay:check': id },
    })),
  );
  await ports.checkRuns.started(deployment, round, started);
}
