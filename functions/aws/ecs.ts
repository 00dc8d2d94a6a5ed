import {
  ContinueServiceDeploymentCommand,
  DescribeServiceDeploymentsCommand,
  DescribeServiceRevisionsCommand,
  DescribeServicesCommand,
  DescribeTasksCommand,
  type ECSClient,
  GetTaskProtectionCommand,
  ListServiceDeploymentsCommand,
  ListTasksCommand,
  RegisterTaskDefinitionCommand,
  StopServiceDeploymentCommand,
  type Task,
  UpdateServiceCommand,
  UpdateTaskProtectionCommand,
} from '@aws-sdk/client-ecs';
import { Refused } from '../../core/domain/refused.ts';
import type { Ecs } from '../../core/ports.ts';
import { cloneTaskDefinition } from './clone-task-definition.ts';
import { describeTaskDefinition } from './describe-task-definition.ts';
import { readFound, readTask } from './ecs-found.ts';
import { awsEcsTasks } from './ecs-tasks.ts';
import { readDeaths, readDeployment, readRecent, readRevision, readService } from './ecs-truth.ts';
import { listServices } from './list-services.ts';
import { readTaskDefinition } from './task-definition-truth.ts';

// Whoever loads this adapter makes its client.
export { ECSClient } from '@aws-sdk/client-ecs';

/** Errors that say: this is not there any more, or not in the state that the call wants. */
const GONE = ['ServiceDeploymentNotFoundException', 'ServiceNotFoundException', 'ClusterNotFoundException'];
/** Pages of a hundred stopped tasks that are looked through. */
const MOST_PAGES = 10;
/** Tasks that one UpdateTaskProtection takes. */
const MOST_AT_ONCE = 10;
const WRONG_STATE = ['ConflictException', 'InvalidParameterException'];

function isNamed(error: unknown, names: readonly string[]): boolean {
  return error instanceof Error && names.includes(error.name);
}

/** Amazon ECS. Every changing call is made here, with the pinned SDK: Step Functions' own ECS integration lags behind. */
export function awsEcs(client: ECSClient): Ecs {
  return {
    ...awsEcsTasks(client),

    async services(cluster) {
      try {
        return (await listServices(client, cluster)).map((service) => readFound(cluster, service));
      } catch (error) {
        if (isNamed(error, GONE)) return undefined;
        throw error;
      }
    },

    async service(cluster, name) {
      try {
        const { services = [] } = await client.send(
          new DescribeServicesCommand({ cluster, services: [name], include: ['TAGS'] }),
        );
        return services[0] && readService(services[0]);
      } catch (error) {
        if (isNamed(error, GONE)) return undefined;
        throw error;
      }
    },

    async deployment(arn) {
      try {
        const { serviceDeployments = [] } = await client.send(
          new DescribeServiceDeploymentsCommand({ serviceDeploymentArns: [arn] }),
        );
        return serviceDeployments[0] && readDeployment(serviceDeployments[0]);
      } catch (error) {
        if (isNamed(error, GONE)) return undefined;
        throw error;
      }
    },

    async recent(cluster, name, status) {
      try {
        const { serviceDeployments = [] } = await client.send(
          new ListServiceDeploymentsCommand({
            cluster,
            service: name,
            ...(status && { status: [...status] }),
            maxResults: 20,
          }),
        );
        return serviceDeployments.map(readRecent).sort((a, b) => (a.createdAt < b.createdAt ? 1 : -1));
      } catch (error) {
        if (isNamed(error, GONE)) return [];
        throw error;
      }
    },

    async revisions(arns) {
      if (arns.length === 0) return [];
      const { serviceRevisions = [] } = await client.send(
        new DescribeServiceRevisionsCommand({ serviceRevisionArns: [...arns] }),
      );
      return serviceRevisions.map(readRevision);
    },

    async registerTaskDefinition(from, must, images, tags, judge) {
      const { taskDefinition, unknownFields } = await describeTaskDefinition(client, from);
      if (taskDefinition === undefined)
        throw new Refused(
          'NoWayBack',
          `${from} was deleted, so that nothing can run or be copied from it. Deploy a version that works.`,
        );
      if (must === 'be-active' && taskDefinition.status === 'INACTIVE')
        throw new Refused(
          'NoWayBack',
          `${from}, which runs, was deregistered and could not run again. Register it anew and deploy it.`,
        );
      if (unknownFields.length > 0)
        throw new Refused(
          'UnknownField',
          `${from} has ${unknownFields.join(', ')}, which this release of Belay does not know and a copy would lose. Deploy a newer Belay, or take the field out.`,
        );
      judge?.(readTaskDefinition(taskDefinition, unknownFields));
      const { taskDefinition: registered } = await client.send(
        new RegisterTaskDefinitionCommand(cloneTaskDefinition(from, taskDefinition, images, tags)),
      );
      if (registered?.taskDefinitionArn === undefined)
        throw new Error(`RegisterTaskDefinition of a clone of ${from} gave no ARN`);
      return registered.taskDefinitionArn;
    },

    async taskDefinitionIsActive(arn) {
      const { taskDefinition } = await describeTaskDefinition(client, arn);
      return taskDefinition?.status === 'ACTIVE';
    },

    async taskDefinition(arn) {
      const { taskDefinition, unknownFields } = await describeTaskDefinition(client, arn);
      return taskDefinition && readTaskDefinition(taskDefinition, unknownFields);
    },

    async tasksOf(cluster, name, desiredStatus) {
      const { taskArns = [] } = await client.send(
        new ListTasksCommand({ cluster, serviceName: name, desiredStatus, maxResults: 100 }),
      );
      if (taskArns.length === 0) return [];
      const { tasks = [] } = await client.send(new DescribeTasksCommand({ cluster, tasks: taskArns }));
      return tasks.map(readTask);
    },

    async update(cluster, name, { taskDefinition, deploymentConfiguration, anew }) {
      try {
        await client.send(
          new UpdateServiceCommand({
            cluster,
            service: name,
            ...(taskDefinition !== undefined && { taskDefinition }),
            ...(anew && { forceNewDeployment: true }),
            deploymentConfiguration: JSON.parse(deploymentConfiguration),
          }),
        );
      } catch (error) {
        if (!isNamed(error, [...GONE, 'ServiceNotActiveException'])) throw error;
        throw new Refused(
          'NotRunning',
          `ECS has no active service ${cluster}/${name} any more. Create it again, or \`belay unadopt\` it.`,
        );
      }
    },

    async continue(deployment, hookId) {
      try {
        // Without `action` the call means CONTINUE, which is too dangerous a default to lean on.
        await client.send(
          new ContinueServiceDeploymentCommand({ serviceDeploymentArn: deployment, hookId, action: 'CONTINUE' }),
        );
        return 'continued';
      } catch (error) {
        if (isNamed(error, [...GONE, ...WRONG_STATE])) return 'already';
        throw error;
      }
    },

    async stop(deployment) {
      try {
        await client.send(new StopServiceDeploymentCommand({ serviceDeploymentArn: deployment, stopType: 'ROLLBACK' }));
        return 'stopping';
      } catch (error) {
        if (isNamed(error, [...GONE, ...WRONG_STATE])) return 'ended';
        throw error;
      }
    },

    async endProtection(cluster, name, exceptTaskDefinition) {
      const { taskArns = [] } = await client.send(
        new ListTasksCommand({ cluster, serviceName: name, maxResults: 100 }),
      );
      if (taskArns.length === 0) return 0;
      const { tasks = [] } = await client.send(new DescribeTasksCommand({ cluster, tasks: taskArns }));
      const old = tasks
        .filter((task) => task.taskDefinitionArn !== exceptTaskDefinition)
        .flatMap(({ taskArn }) => taskArn ?? []);
      if (old.length === 0) return 0;
      const { protectedTasks = [] } = await client.send(new GetTaskProtectionCommand({ cluster, tasks: old }));
      const held = protectedTasks.filter((task) => task.protectionEnabled).flatMap(({ taskArn }) => taskArn ?? []);
      for (let start = 0; start < held.length; start += MOST_AT_ONCE)
        await client.send(
          new UpdateTaskProtectionCommand({
            cluster,
            tasks: held.slice(start, start + MOST_AT_ONCE),
            protectionEnabled: false,
          }),
        );
      return held.length;
    },

    async stoppedTasks(cluster, name, taskDefinition) {
      const tasks: Task[] = [];
      // Tasks come in no order, and those of the last hour may be more than a page: what replaced them is among them.
      for (let page = 0, nextToken: string | undefined; page < MOST_PAGES; page += 1) {
        const listed = await client.send(
          new ListTasksCommand({ cluster, serviceName: name, desiredStatus: 'STOPPED', maxResults: 100, nextToken }),
        );
        const { taskArns = [] } = listed;
        if (taskArns.length > 0)
          tasks.push(...((await client.send(new DescribeTasksCommand({ cluster, tasks: taskArns }))).tasks ?? []));
        ({ nextToken } = listed);
        if (nextToken === undefined) break;
      }
      return readDeaths(tasks, taskDefinition);
    },
  };
}
