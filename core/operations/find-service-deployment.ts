import type { Deployment, Head } from '../domain/deployment.ts';
import { partsOf } from '../domain/names.ts';
import type { ServiceDeploymentTruth } from '../domain/truth.ts';
import type { Ports } from '../ports.ts';

/**
 * The service deployment of the live deployment, as ECS tells it now. UpdateService does not say its ARN, so it is found by the
 * task definition that we registered (never by "the newest": a stranger may have deployed), and kept on the head from then on.
 */
export async function findServiceDeployment(
  ports: Pick<Ports, 'deployments' | 'ecs' | 'services'>,
  head: Head,
): Promise<ServiceDeploymentTruth | undefined> {
  const { live, service } = head;
  if (live?.serviceDeployment !== undefined) return ports.ecs.deployment(live.serviceDeployment);
  if (live?.taskDefinition === undefined) return undefined;
  const record = await ports.deployments.get(live.id);
  const state = await ports.services.get(service);
  if (record === undefined || state === undefined) return undefined;

  const recent = await ports.ecs.recent(state.settings.cluster, partsOf(service).name);
  // A way back runs a task definition that was deployed before: only a deployment made since then can be ours.
  const since = recent.filter(
    ({ createdAt, target }) =>
      target !== undefined &&
      (live.newerThan === undefined ? createdAt >= record.startedAt : createdAt > live.newerThan),
  );
  const revisions = await ports.ecs.revisions(since.flatMap(({ target }) => target ?? []));
  const ours = since.find(({ target }) =>
    revisions.some(({ arn, taskDefinition }) => arn === target && taskDefinition === live.taskDefinition),
  );
  if (ours === undefined) return undefined;

  const truth = await ports.ecs.deployment(ours.arn);
  if (truth === undefined) return undefined;
  const stopIsSafe = await leadsToCapturedPoint(ports, record, truth);
  await ports.deployments.advance(service, live.id, { serviceDeployment: ours.arn, stopIsSafe });
  return truth;
}

/** ECS goes back to the last revision that succeeded, whatever we think of it: stopping is right only where that is our point. */
async function leadsToCapturedPoint(
  ports: Pick<Ports, 'deployments' | 'ecs'>,
  { from }: Pick<Deployment, 'from'>,
  truth: ServiceDeploymentTruth,
): Promise<boolean> {
  if (from === undefined || truth.sources.length === 0) return false;
  const sources = await ports.ecs.revisions(truth.sources);
  return sources.every(({ digests }) => Object.values(digests).includes(from.digest));
}
