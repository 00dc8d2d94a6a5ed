import type { Deployment, ServingRef } from '../domain/deployment.ts';
import type { ServiceSettings } from '../domain/service.ts';
import { OUTSIDE, strangerId } from '../domain/strangers.ts';
import type { RevisionTruth } from '../domain/truth.ts';
import type { Ports, RecentDeployment } from '../ports.ts';

/** What the history says of a deployment that somebody started around Belay. `undefined`: it does not bring an image that Belay follows. */
export async function outsideDeployment(
  ports: Pick<Ports, 'versions'>,
  settings: ServiceSettings,
  stranger: Pick<RecentDeployment, 'arn' | 'createdAt'>,
  revision: RevisionTruth,
  from: ServingRef | undefined,
): Promise<Deployment | undefined> {
  const { key, containers } = settings;
  const followed = Object.entries(containers).find(([container]) => revision.digests[container] !== undefined);
  if (followed === undefined) return undefined;
  const [container, repository] = followed;
  const digest = revision.digests[container];
  if (digest === undefined) return undefined;
  const known = await ports.versions.get(repository, digest);
  const version = known?.tags[0] ?? digest.slice(7, 19);
  return {
    id: strangerId(key, stranger.arn),
    service: key,
    kind: 'deploy',
    to: { version, digest },
    ...(from && { from }),
    repository,
    strategy: 'auto',
    first: false,
    by: OUTSIDE,
    reason: 'somebody deployed it without Belay',
    status: 'planned',
    startedAt: stranger.createdAt,
    taskDefinition: revision.taskDefinition,
  };
}
