import { arn } from '../../kernel/account.ts';
import { shortName } from '../arns.ts';
import { putDeploymentEvent } from '../events.ts';
import { revisionNumber, serviceDeploymentId } from '../ids.ts';
import { activeDeployment, revisionOf } from '../look-up.ts';
import type { DeploymentRecord, RevisionRecord, ServiceRecord } from '../state.ts';
import type { World } from '../world.ts';
import { chooseGroups } from './choose-groups.ts';
import { supersede } from './finish.ts';
import { fleetOf } from './fleet.ts';
import { newAlarms, newBreaker } from './monitors.ts';
import { stepsForward } from './steps.ts';

/** Starts a service deployment to what the service's settings say now. One that is under way is superseded. */
export function beginDeployment(world: World, service: ServiceRecord): DeploymentRecord {
  const underWay = activeDeployment(world, service);
  if (underWay !== undefined) supersede(world, service, underWay);
  const now = world.clock.now();
  const source = sourcesOf(world, service);
  const kept = keptOf(world, service, source);
  const configuration = structuredClone(service.settings.deploymentConfiguration);
  const target = newRevision(world, service, kept);
  const rolls = configuration.strategy === 'ROLLING';
  const managed = target.groups.some((group) => group.productionRule !== undefined);
  const alarms = newAlarms(world, configuration);
  const deployment: DeploymentRecord = {
    arn: arn('ecs', `service-deployment/${path(service)}/${serviceDeploymentId(world.random)}`),
    serviceArn: service.arn,
    clusterArn: service.clusterArn,
    createdAt: now,
    startedAt: now,
    updatedAt: now,
    enteredAt: now,
    source,
    target: target.arn,
    ...(kept === undefined ? {} : { kept }),
    configuration,
    manner: rolls ? 'roll' : 'shift',
    status: 'IN_PROGRESS',
    steps: stepsForward(
      {
        configuration,
        reconcile: source.length > 1 && (!rolls || managed),
        first: kept === undefined,
        testRule: target.groups.some((group) => group.testRule !== undefined),
        alarmsWatched: alarms.status === 'MONITORING',
      },
      world.switches,
    ),
    at: 0,
    phase: 'act',
    hooks: [],
    reconciled: false,
    productionWeight: 0,
    testWeight: 0,
    breaker: newBreaker(configuration),
    alarms,
  };
  world.store.services.deployments[deployment.arn] = deployment;
  service.deployment = deployment.arn;
  service.frozen = [];
  service.steady = false;
  putDeploymentEvent(world, service, target, 'SERVICE_DEPLOYMENT_IN_PROGRESS', target.rollout.reason);
  world.announce({
    kind: 'started',
    serviceArn: service.arn,
    serviceDeploymentArn: deployment.arn,
    status: deployment.status,
  });
  world.wake(service.arn);
  return deployment;
}

const path = (service: ServiceRecord): string => `${shortName(service.clusterArn)}/${service.name}`;

/** Every revision that has tasks, and the one that would have them if the service were not scaled to 0. */
function sourcesOf(world: World, service: ServiceRecord): string[] {
  const running = fleetOf(world, service)
    .besides()
    .map(({ task }) => task.revision ?? '');
  return [...new Set([...(service.leading === undefined ? [] : [service.leading]), ...running])];
}

/** The source that goes on serving. */
function keptOf(world: World, service: ServiceRecord, source: readonly string[]): string | undefined {
  const { lastSuccessful } = service;
  const weights = Object.values(service.weights);
  const weightOf = (revision: string): number =>
    Math.max(0, ...revisionOf(world, revision).groups.flatMap(({ group }) => weights.map((rule) => rule[group] ?? 0)));
  const serving = source.toSorted((a, b) => weightOf(b) - weightOf(a))[0];
  if (world.switches.reconcileKeeps === 'serving' && weights.length > 0) return serving;
  return lastSuccessful !== undefined && source.includes(lastSuccessful) ? lastSuccessful : serving;
}

function newRevision(world: World, service: ServiceRecord, kept: string | undefined): RevisionRecord {
  const number = revisionNumber(world.random);
  const own = world.switches.deploymentId === 'ownNumber' ? revisionNumber(world.random) : number;
  const { launchType, capacityProviderStrategy, platformVersion, loadBalancers, networkConfiguration } =
    service.settings;
  const { strategy } = service.settings.deploymentConfiguration;
  const serving = kept === undefined ? undefined : revisionOf(world, kept);
  const containers = world.store.definitions.taskDefinitions[service.taskDefinition]?.definition.containerDefinitions;
  const deploymentId = `ecs-svc/${own}`;
  const revision: RevisionRecord = {
    arn: arn('ecs', `service-revision/${path(service)}/${number}`),
    serviceArn: service.arn,
    deploymentId,
    createdAt: world.clock.now(),
    updatedAt: world.clock.now(),
    taskDefinition: service.taskDefinition,
    settings: { launchType, capacityProviderStrategy, platformVersion, loadBalancers, networkConfiguration },
    groups: chooseGroups(loadBalancers ?? [], strategy, serving, world.switches),
    containerImages: (containers ?? []).map(({ name, image }) => ({
      containerName: name,
      image,
      ...(image?.includes('@') ? { imageDigest: image.slice(image.indexOf('@') + 1) } : {}),
    })),
    rollout: { state: 'IN_PROGRESS', reason: `ECS deployment ${deploymentId} in progress.` },
    failedTasks: 0,
    backoff: { round: 0, failures: 0, notBefore: 0 },
  };
  world.store.services.revisions[revision.arn] = revision;
  return revision;
}
