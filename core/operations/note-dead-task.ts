import type { Deployment } from '../domain/deployment.ts';
import type { ServiceKey } from '../domain/names.ts';
import type { Ports } from '../ports.ts';
import { type StopPorts, stopLive } from './stop-live.ts';

/** A task that stopped by itself, as its event tells: no call to ECS is made for it. */
export interface DeadTask {
  readonly task: string;
  readonly taskDefinition: string;
  readonly why: string;
}

/** How many tasks of a deployment have died so far. */
export interface Counted {
  readonly deployment: Deployment;
  readonly count: number;
}

/**
 * Counts tasks of the new version that die before traffic. ECS itself would start them again for 24 hours: its circuit breaker works
 * in ROLLING only. Deaths of anything else, or later, are no business of this one, and give nothing.
 */
export async function noteDeadTask(
  ports: StopPorts & Pick<Ports, 'clock'>,
  service: ServiceKey,
  dead: DeadTask,
): Promise<Counted | undefined> {
  const head = await ports.deployments.head(service);
  const { live } = head;
  if (live === undefined || live.phase !== 'scale-up' || live.taskDefinition !== dead.taskDefinition) return undefined;
  if (live.stopRequested !== undefined || live.deadTasks?.[dead.task] !== undefined) return undefined;

  const count = await ports.deployments.noteDeadTask(service, live.id, dead.task, dead.why);
  const record = await ports.deployments.get(live.id);
  if (count === undefined || record === undefined) return undefined;
  const threshold = record.plan?.crashThreshold;
  if (threshold === undefined || count < threshold) return { deployment: record, count };
  const at = new Date(ports.clock.now()).toISOString();
  const because = `${count} tasks of ${record.to.version} died on start; the last one: ${dead.why}`;
  await stopLive(ports, head, { because, by: 'belay', at });
  return { deployment: record, count };
}
