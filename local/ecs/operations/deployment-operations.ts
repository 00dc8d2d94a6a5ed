import type {
  ContinueServiceDeploymentRequest,
  ContinueServiceDeploymentResponse,
  DescribeServiceDeploymentsRequest,
  DescribeServiceDeploymentsResponse,
  DescribeServiceRevisionsRequest,
  DescribeServiceRevisionsResponse,
  ListServiceDeploymentsRequest,
  ListServiceDeploymentsResponse,
  StopServiceDeploymentRequest,
  StopServiceDeploymentResponse,
} from '@aws-sdk/client-ecs';
import { type Operations, operation } from '../../kernel/aws-service.ts';
import { theService } from '../look-up.ts';
import { page } from '../pages.ts';
import { onChild, onService } from '../permissions.ts';
import { deploymentInBrief, describeDeployment, visibleDeployments } from '../read/describe-deployment.ts';
import { describeRevision } from '../read/describe-revision.ts';
import { invalid } from '../refusals.ts';
import { continueDeployment } from '../services/continue-deployment.ts';
import { stopDeployment } from '../services/stop-deployment.ts';
import type { World } from '../world.ts';

const MOST_DESCRIBED = 20;

export function deploymentOperations(world: World): Operations {
  const { services, deployments, revisions } = world.store.services;
  return {
    ListServiceDeployments: operation<ListServiceDeploymentsRequest, ListServiceDeploymentsResponse>({
      permissions: ({ cluster, service }) => [onService(world, 'ListServiceDeployments', cluster, service)],
      run: (input) => listDeployments(world, input),
    }),
    DescribeServiceDeployments: operation<DescribeServiceDeploymentsRequest, DescribeServiceDeploymentsResponse>({
      permissions: ({ serviceDeploymentArns = [] }) =>
        serviceDeploymentArns.flatMap((arn) => onChild(world, 'DescribeServiceDeployments', arn)),
      run: ({ serviceDeploymentArns = [] }) => {
        refuseMany('serviceDeploymentArns', serviceDeploymentArns);
        const found = serviceDeploymentArns.flatMap((arn) => deployments[arn] ?? []);
        return {
          serviceDeployments: found.flatMap((deployment) => {
            const service = services[deployment.serviceArn];
            return service === undefined ? [] : [describeDeployment(world, service, deployment)];
          }),
          failures: missing(serviceDeploymentArns, deployments),
        };
      },
    }),
    DescribeServiceRevisions: operation<DescribeServiceRevisionsRequest, DescribeServiceRevisionsResponse>({
      permissions: ({ serviceRevisionArns = [] }) =>
        serviceRevisionArns.flatMap((arn) => onChild(world, 'DescribeServiceRevisions', arn)),
      run: ({ serviceRevisionArns = [] }) => {
        refuseMany('serviceRevisionArns', serviceRevisionArns);
        const found = serviceRevisionArns.flatMap((arn) => revisions[arn] ?? []);
        return {
          serviceRevisions: found.map((revision) => describeRevision(services[revision.serviceArn], revision)),
          failures: missing(serviceRevisionArns, revisions),
        };
      },
    }),
    StopServiceDeployment: operation<StopServiceDeploymentRequest, StopServiceDeploymentResponse>({
      permissions: ({ serviceDeploymentArn = '' }) => onChild(world, 'StopServiceDeployment', serviceDeploymentArn),
      run: (input) => world.turn(() => stopDeployment(world, input)),
    }),
    ContinueServiceDeployment: operation<ContinueServiceDeploymentRequest, ContinueServiceDeploymentResponse>({
      permissions: ({ serviceDeploymentArn = '' }) => onChild(world, 'ContinueServiceDeployment', serviceDeploymentArn),
      run: (input) => world.turn(() => continueDeployment(world, input)),
    }),
  };
}

function listDeployments(world: World, input: ListServiceDeploymentsRequest): ListServiceDeploymentsResponse {
  const service = theService(world, input.cluster, input.service ?? '');
  const { status = [], createdAt } = input;
  const before = createdAt?.before?.getTime() ?? Number.POSITIVE_INFINITY;
  const after = createdAt?.after?.getTime() ?? Number.NEGATIVE_INFINITY;
  const wanted = visibleDeployments(world, service.arn)
    .filter((deployment) => status.length === 0 || status.includes(deployment.status))
    .filter((deployment) => deployment.createdAt >= after && deployment.createdAt <= before);
  const { items, nextToken } = page(wanted, input, 20);
  return { serviceDeployments: items.map(deploymentInBrief), nextToken };
}

function refuseMany(name: string, arns: readonly string[]): void {
  if (arns.length === 0) throw invalid(`${name} cannot be empty.`);
  if (arns.length > MOST_DESCRIBED) throw invalid(`${name} cannot have more than ${MOST_DESCRIBED} elements.`);
}

function missing(arns: readonly string[], there: Readonly<Record<string, unknown>>): { arn: string; reason: string }[] {
  return arns.filter((arn) => there[arn] === undefined).map((arn) => ({ arn, reason: 'MISSING' }));
}
