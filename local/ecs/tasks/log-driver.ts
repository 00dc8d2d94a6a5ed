import type { ContainerDefinition } from '@aws-sdk/client-ecs';
import { shortName } from '../arns.ts';
import type { TaskRecord } from '../state.ts';
import type { World } from '../world.ts';

/**
 * Where the lines of a container go: with the driver awslogs to a stream `<prefix>/<container>/<task id>`, with any other nowhere. A log
 * group that is not there is made, whereas on AWS the task would not start.
 */
export function logDriver(
  { writeLog }: World,
  task: TaskRecord,
  { name = '', logConfiguration }: ContainerDefinition,
): (line: string) => void {
  const { 'awslogs-group': group, 'awslogs-stream-prefix': prefix } = logConfiguration?.options ?? {};
  if (writeLog === undefined || logConfiguration?.logDriver !== 'awslogs' || group === undefined) return () => {};
  const id = shortName(task.arn);
  const stream = prefix === undefined ? id : `${prefix}/${name}/${id}`;
  return (line) => writeLog(group, stream, line);
}
