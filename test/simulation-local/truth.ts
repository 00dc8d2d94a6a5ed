import type {
  DeploymentConfiguration,
  DescribeServicesResponse,
  DescribeTasksResponse,
  ListServiceDeploymentsResponse,
  ListTasksResponse,
} from '@aws-sdk/client-ecs';
import { asOwner } from '../story/as-owner.ts';
import type { Fleet } from './fleet.ts';

/** What runs of a service by everybody who can be asked. */
export interface Truth {
  /** Of the tasks that ECS runs, once each. */
  readonly tasks: readonly string[];
  /** Versions that the load balancer answers with, once each. */
  readonly answering: readonly string[];
  /** What Belay says: a digest. */
  readonly told: string | undefined;
  readonly configuration: DeploymentConfiguration;
  /** How many deployments ECS has had of it. */
  readonly deployments: number;
}

const ANSWERS = 3;

/** Reads what runs of a service. */
export async function readTruth({ world, api, url }: Fleet, name: string): Promise<Truth> {
  const of = { cluster: 'example', services: [name] };
  const [{ taskArns = [] }, { services }, { serviceDeployments = [] }, answers, status] = await Promise.all([
    asOwner<ListTasksResponse>(world, 'ecs', 'ListTasks', {
      cluster: 'example',
      serviceName: name,
      desiredStatus: 'RUNNING',
    }),
    asOwner<DescribeServicesResponse>(world, 'ecs', 'DescribeServices', of),
    asOwner<ListServiceDeploymentsResponse>(world, 'ecs', 'ListServiceDeployments', {
      cluster: 'example',
      service: name,
    }),
    Promise.all(Array.from({ length: ANSWERS }, () => fetch(`${url}/${name}/`))),
    api.get<{ readonly running: { readonly digest: string } | null }>(`/services/staging/${name}`),
  ]);
  const tasks =
    taskArns.length === 0
      ? []
      : ((await asOwner<DescribeTasksResponse>(world, 'ecs', 'DescribeTasks', { cluster: 'example', tasks: taskArns }))
          .tasks ?? []);
  return {
    tasks: [...new Set(tasks.map(({ containers }) => containers?.[0]?.imageDigest ?? 'none'))],
    answering: [...new Set(answers.map(({ status: code, headers }) => headers.get('x-version') ?? `HTTP ${code}`))],
    told: status.running?.digest,
    configuration: services?.[0]?.deploymentConfiguration ?? {},
    deployments: serviceDeployments.length,
  };
}
