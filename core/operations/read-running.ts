import type { Head, ServingRef } from '../domain/deployment.ts';
import { partsOf } from '../domain/names.ts';
import { Refused } from '../domain/refused.ts';
import type { ServiceSettings } from '../domain/service.ts';
import { groupIdOf, productionGroup } from '../domain/serving.ts';
import type { Ports, RecentDeployment } from '../ports.ts';
import { nameDigest } from './name-digest.ts';

export type ReadRunningPorts = Pick<Ports, 'ecs' | 'versions' | 'registry'>;

/** What runs, with everything that it takes to run it again. */
export type Running = ServingRef & Required<Pick<ServingRef, 'taskDefinition' | 'serviceDeployment'>>;

interface Asked extends Pick<Head, 'serving'> {
  readonly settings: ServiceSettings;
  readonly repository: string;
  /** ECS shifts its traffic between two groups: from which one it serves must be known. */
  readonly shifts: boolean;
}

/**
 * What runs, by ECS's last success, which is what ECS itself would go back to. While that is the deployment that left what the head
 * says, nothing more is read. `undefined`: nothing has succeeded yet.
 */
export async function readRunning(
  ports: ReadRunningPorts,
  { settings, repository, serving, shifts }: Asked,
  recent: readonly RecentDeployment[],
): Promise<Running | undefined> {
  const last = recent.find(({ status }) => status === 'SUCCESSFUL') ?? (await olderSuccess(ports, settings));
  if (last?.target === undefined) return undefined;
  const { taskDefinition } = serving ?? {};
  const isKnown = !shifts || serving?.group !== undefined;
  if (serving?.serviceDeployment === last.arn && taskDefinition !== undefined && isKnown)
    return { ...serving, taskDefinition, serviceDeployment: last.arn };
  const [revision] = await ports.ecs.revisions([last.target]);
  if (revision === undefined) return undefined;
  const container = Object.keys(settings.containers).find((name) => settings.containers[name] === repository) ?? '';
  const digest = revision.digests[container];
  if (digest === undefined)
    throw new Refused(
      'NoWayBack',
      `ECS does not say which digest runs in ${container}. Deploy once by digest, so that it is known.`,
    );
  // What we deployed keeps the name under which it was deployed, whatever tags it was given since.
  const version = serving?.digest === digest ? serving.version : await nameDigest(ports, repository, digest);
  const group = productionGroup(revision);
  return {
    version,
    digest,
    taskDefinition: revision.taskDefinition,
    serviceDeployment: last.arn,
    ...(group !== undefined && { group: groupIdOf(group) }),
  };
}

/** It may lie further back than the newest page shows. */
async function olderSuccess(
  ports: Pick<Ports, 'ecs'>,
  { cluster, key }: ServiceSettings,
): Promise<RecentDeployment | undefined> {
  const [newest] = await ports.ecs.recent(cluster, partsOf(key).name, ['SUCCESSFUL']);
  return newest;
}
