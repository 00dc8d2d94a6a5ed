import {
  DescribeServicesCommand,
  DescribeTasksCommand,
  type ECSClient,
  RunTaskCommand,
  type Service,
  StopTaskCommand,
} from '@aws-sdk/client-ecs';
import { Refused } from '../../core/domain/refused.ts';
import { startedBy } from '../../core/domain/rehearsal.ts';
import type { Rehearsals } from '../../core/ports.ts';
import { readStoppedTask } from './ecs-truth.ts';

// Whoever loads this adapter makes its client.
export { ECSClient } from '@aws-sdk/client-ecs';

/** Tasks that carry this tag are rehearsals, and the only ones that Belay may stop. */
const TAG = 'belay:rehearsal';
/** What RunTask answers where it is the request that is wrong, or the place that has no room. */
const NOT_TAKEN = [
  'ClientException',
  'InvalidParameterException',
  'UnsupportedFeatureException',
  'PlatformUnknownException',
  'PlatformTaskDefinitionIncompatibilityException',
  'ClusterNotFoundException',
];

/** Rehearsals on Amazon ECS. A task runs where and how those of its service run, but for the load balancer. */
export function ecsRehearsals(client: ECSClient): Rehearsals {
  return {
    async start(cluster, name, taskDefinition, point) {
      const { services = [] } = await client.send(new DescribeServicesCommand({ cluster, services: [name] }));
      const [service] = services;
      if (service === undefined)
        throw new Refused(
          'NotRunning',
          `ECS has no service ${cluster}/${name} any more. Create it, or forget it: \`belay unadopt\`.`,
        );
      try {
        const { tasks = [], failures = [] } = await client.send(
          new RunTaskCommand({
            cluster,
            taskDefinition,
            count: 1,
            startedBy: startedBy(point),
            tags: [{ key: TAG, value: point }],
            ...placeOf(service),
          }),
        );
        const arn = tasks[0]?.taskArn;
        if (arn !== undefined) return arn;
        throw new Refused(
          'NotRunning',
          `ECS did not start a task: ${failures[0]?.reason ?? 'no reason given'}. Rehearse it again when that is mended.`,
        );
      } catch (error) {
        if (!(error instanceof Error) || !NOT_TAKEN.includes(error.name)) throw error;
        throw new Refused(
          'NotRunning',
          `ECS did not start a task: ${error.message.replace(/\.$/, '')}. Rehearse it again when that is mended.`,
        );
      }
    },

    async look(task) {
      const { tasks = [] } = await client.send(new DescribeTasksCommand({ cluster: clusterOf(task), tasks: [task] }));
      const [told] = tasks;
      return (
        told && {
          task,
          lastStatus: told.lastStatus ?? 'UNKNOWN',
          createdAt: told.createdAt?.toISOString(),
          startedAt: told.startedAt?.toISOString(),
          health: told.healthStatus,
          stopCode: told.stopCode,
          why: told.stoppedReason === undefined ? undefined : readStoppedTask(told),
        }
      );
    },

    async stop(task) {
      try {
        await client.send(new StopTaskCommand({ cluster: clusterOf(task), task, reason: 'the rehearsal is over' }));
      } catch (error) {
        // ECS forgets a task some time after it stopped.
        if (!(error instanceof Error) || error.name !== 'InvalidParameterException') throw error;
      }
    },
  };
}

function placeOf({ networkConfiguration, launchType, capacityProviderStrategy, platformVersion }: Service) {
  const capacity = capacityProviderStrategy?.length ? { capacityProviderStrategy } : { launchType };
  return { ...capacity, networkConfiguration, platformVersion };
}

/** `arn:…:task/<cluster>/<id>`. */
function clusterOf(task: string): string | undefined {
  return task.split('/').at(-2);
}
