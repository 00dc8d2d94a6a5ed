import type { Stack } from 'aws-cdk-lib';
import { arnIn } from '../addresses.ts';
import type { Settings } from '../settings.ts';
import { anywhere } from './only-star.ts';
import type { Right, Statement } from './right.ts';

const ANY_SERVICE = 'the services of the clusters that the owner named; new ones come without a change of this stack';

/**
 * Rights on ECS services. Writes reach only services in the named clusters that their owner tagged `belay:managed`. There
 * is no right to tag services, so Belay cannot widen this by itself.
 */
export function rightsOnServices(stack: Stack, settings: Settings) {
  const arnsOf = (kind: string, rest: string): string[] =>
    settings.clusters.map((cluster) => arnIn(stack, 'ecs', `${kind}/${cluster}/${rest}`));
  const clusters = {
    ArnEquals: { 'ecs:cluster': settings.clusters.map((name) => arnIn(stack, 'ecs', `cluster/${name}`)) },
  };
  const managed = { ...clusters, StringEquals: { 'aws:ResourceTag/belay:managed': 'true' } };

  const on = (resources: string[], actions: string[], conditions: Statement['conditions'] = {}): Statement => ({
    actions,
    resources,
    conditions,
    because: ANY_SERVICE,
  });
  const services = arnsOf('service', '*');
  const deployments = arnsOf('service-deployment', '*/*');
  const revisions = arnsOf('service-revision', '*/*');
  const tasks = arnsOf('task', '*');

  // AWS checks these against the service and against the service deployment. Only the service has tags.
  const onManagedDeployments = (action: string): Right => ({
    statements: [on(services, [action], managed), on(deployments, [action], clusters)],
  });

  return {
    // What else a service needs is told from what the stack was given.
    findServices: {
      statements: [anywhere(['ecs:ListServices'], clusters)],
      variables: { CLUSTERS: settings.clusters.join(',') },
    },
    readService: { statements: [on(services, ['ecs:DescribeServices'])] },
    /** Which deployments there were, and what each brought. */
    listDeployments: {
      statements: [
        on(services, ['ecs:ListServiceDeployments', 'ecs:DescribeServiceRevisions']),
        on(revisions, ['ecs:DescribeServiceRevisions']),
      ],
    },
    /** How one stands that is known by its ARN. */
    readDeployment: {
      statements: [
        on(services, ['ecs:DescribeServiceDeployments']),
        on(deployments, ['ecs:DescribeServiceDeployments']),
      ],
    },
    readStoppedTasks: {
      statements: [anywhere(['ecs:ListTasks'], clusters), on(tasks, ['ecs:DescribeTasks'], clusters)],
    },
    endProtection: {
      statements: [
        anywhere(['ecs:ListTasks'], clusters),
        on(tasks, ['ecs:DescribeTasks', 'ecs:GetTaskProtection', 'ecs:UpdateTaskProtection'], clusters),
      ],
    },
    updateService: { statements: [on(services, ['ecs:UpdateService'], managed)] },
    continueDeployment: onManagedDeployments('ecs:ContinueServiceDeployment'),
    stopDeployment: onManagedDeployments('ecs:StopServiceDeployment'),
  } satisfies Record<string, Right>;
}
