import type { Deployment } from '../domain/deployment.ts';
import { type LastWords, MOST_LINES, trimLastWords } from '../domain/last-words.ts';
import { partsOf } from '../domain/names.ts';
import type { ContainerTruth } from '../domain/task-definition.ts';
import type { ServiceTask } from '../domain/truth.ts';
import type { Ports } from '../ports.ts';

export type LastWordsPorts = Pick<Ports, 'deployments' | 'services' | 'ecs' | 'logs'>;

/** So many dead tasks are asked: the others mostly say the same. */
const MOST_TASKS = 3;

/**
 * Keeps with a deployment why tasks of its version stopped and what they said last: those that died by themselves first, newest first.
 * Call it before ECS forgets them, which is within an hour. Safe to repeat: the newer words take the place of the older. What cannot be
 * read is said in a note; a fault of ECS is thrown.
 */
export async function keepLastWords(
  ports: LastWordsPorts,
  { id, service, taskDefinition }: Pick<Deployment, 'id' | 'service' | 'taskDefinition'>,
): Promise<readonly LastWords[]> {
  const settings = (await ports.services.get(service))?.settings;
  if (settings === undefined || taskDefinition === undefined) return [];
  const stopped = await ports.ecs.tasksOf(settings.cluster, partsOf(service).name, 'STOPPED');
  const dead = stopped
    .filter((task) => task.taskDefinition === taskDefinition && task.diedByItself)
    .sort((a, b) => ((a.stoppedAt ?? '') < (b.stoppedAt ?? '') ? 1 : -1))
    .slice(0, MOST_TASKS);
  if (dead.length === 0) return [];
  const containers = (await ports.ecs.taskDefinition(taskDefinition))?.containers ?? [];
  const words = await Promise.all(
    dead.flatMap((task) => containers.map((container) => wordsOf(ports, task, container))),
  );
  const kept = trimLastWords(words);
  await ports.deployments.keepLastWords(id, kept);
  return kept;
}

async function wordsOf({ logs }: LastWordsPorts, task: ServiceTask, container: ContainerTruth): Promise<LastWords> {
  const said = { task: task.id, container: container.name, why: task.why ?? 'stopped', lines: [] };
  const where = container.logs;
  if (where === undefined) return { ...said, note: `container ${container.name} has no log configuration` };
  if (where.driver !== 'awslogs')
    return { ...said, note: `container ${container.name} logs by ${where.driver}; Belay reads awslogs only` };
  if (where.group === undefined || where.prefix === undefined)
    return { ...said, note: `container ${container.name} has no awslogs-group or no awslogs-stream-prefix` };
  const lines = await logs.last(where.group, `${where.prefix}/${container.name}/${task.id}`, MOST_LINES);
  if (lines === 'gone') return { ...said, note: `it wrote nothing to ${where.group}` };
  if (lines === 'closed')
    return { ...said, note: `Belay may not read ${where.group}; deploy the stack with -c logGroups=${where.group}` };
  return { ...said, lines: lines.map(({ text }) => text) };
}
