import type { Head, Live } from '../domain/deployment.ts';
import { partsOf } from '../domain/names.ts';
import { Refused } from '../domain/refused.ts';
import type { Ports } from '../ports.ts';

/**
 * Finds the service deployment of the live deployment. UpdateService does not say its ARN, so it is found by the task definition that
 * we registered (never by "the newest": a stranger may have deployed), and kept on the head from then on. `undefined`: ECS does not show it yet.
 */
export async function findServiceDeployment(
  ports: Pick<Ports, 'deployments' | 'ecs' | 'services'>,
  { live, service }: Head,
): Promise<Live | undefined> {
  if (live?.taskDefinition === undefined) return undefined;
  const [record, state] = await Promise.all([ports.deployments.get(live.id), ports.services.get(service)]);
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

  // ECS goes back to the last deployment that succeeded, whatever we think of it: stopping is right only where that is our point.
  const goesBackTo = recent.find(({ arn, status }) => arn !== ours.arn && status === 'SUCCESSFUL');
  const captured = record.from?.serviceDeployment;
  const [traffic] = revisions.find(({ arn }) => arn === ours.target)?.traffic ?? [];
  const asPlanned = traffic === undefined || traffic.targetGroup === record.plan?.traffic?.targetGroup;
  const found = {
    serviceDeployment: ours.arn,
    stopIsSafe: live.newerThan === undefined && captured !== undefined && goesBackTo?.arn === captured,
    ...(!asPlanned && { traffic }),
  };
  const { taskDefinition, newerThan } = live;
  try {
    return await ports.deployments.advance(service, live.id, found, { taskDefinition, newerThan });
  } catch (error) {
    // While ECS was asked, the way back began to deploy: what was found is what it leaves.
    if (error instanceof Refused && error.code === 'FenceLost') return undefined;
    throw error;
  }
}
