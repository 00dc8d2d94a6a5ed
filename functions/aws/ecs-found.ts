import type { Service, Task } from '@aws-sdk/client-ecs';
import { type Digest, isDigest } from '../../core/domain/names.ts';
import type { FoundService, ServiceTask } from '../../core/domain/truth.ts';
import { readService, readStoppedTask } from './ecs-truth.ts';

/** What ECS says of services, task definitions and tasks that Belay did not make, in the core's words. */

export function readFound(cluster: string, service: Service): FoundService {
  const running = (service.currentServiceRevisions ?? [])
    .filter(({ runningTaskCount = 0 }) => runningTaskCount > 0)
    .sort((a, b) => (b.runningTaskCount ?? 0) - (a.runningTaskCount ?? 0));
  return {
    ...readService(service),
    cluster,
    tags: Object.fromEntries((service.tags ?? []).map(({ key = '', value = '' }) => [key, value])),
    revisions: running.flatMap(({ arn }) => arn ?? []),
  };
}

export function readTask(task: Task): ServiceTask {
  const { taskArn = '', taskDefinitionArn = '', stoppedAt, lastStatus, stopCode, containers = [] } = task;
  const digests = containers.flatMap(({ name, imageDigest }): [string, Digest][] =>
    name !== undefined && imageDigest !== undefined && isDigest(imageDigest) ? [[name, imageDigest]] : [],
  );
  return {
    id: taskArn.slice(taskArn.lastIndexOf('/') + 1),
    taskDefinition: taskDefinitionArn,
    ...(stoppedAt !== undefined && { stoppedAt: stoppedAt.toISOString() }),
    ...(lastStatus === 'STOPPED' && { why: readStoppedTask(task) }),
    diedByItself: stopCode === 'EssentialContainerExited' || stopCode === 'TaskFailedToStart',
    digests: Object.fromEntries(digests),
  };
}
