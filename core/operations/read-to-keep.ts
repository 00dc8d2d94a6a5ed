import type { Head, VersionRef } from '../domain/deployment.ts';
import { partsOf } from '../domain/names.ts';
import { Refused } from '../domain/refused.ts';
import type { ServiceSettings } from '../domain/service.ts';
import type { Ports } from '../ports.ts';
import { nameDigest } from './name-digest.ts';

/** What runs in a service, with all that is needed to run it again. */
export interface ToKeep extends VersionRef {
  readonly repository: string;
  readonly taskDefinition: string;
  /** JSON text. */
  readonly deploymentConfiguration: string;
}

/** Reads what ECS itself would go back to. Throws `NotRunning`, or `NoWayBack` where that is not known. */
export async function readToKeep(
  ports: Pick<Ports, 'ecs' | 'registry' | 'versions'>,
  { key, cluster, containers }: ServiceSettings,
  { serving }: Head,
): Promise<ToKeep> {
  const { name } = partsOf(key);
  const [ecs, [newest]] = await Promise.all([
    ports.ecs.service(cluster, name),
    ports.ecs.recent(cluster, name, ['SUCCESSFUL', 'ROLLBACK_SUCCESSFUL']),
  ]);
  if (ecs === undefined) throw new Refused('NotRunning', `ECS has no service ${cluster}/${name}. Create it first.`);
  const truth = newest && (await ports.ecs.deployment(newest.arn));
  const inCharge = truth?.rolledBackTo ?? truth?.target;
  const [revision] = inCharge === undefined ? [] : await ports.ecs.revisions([inCharge]);
  const [container, repository] = Object.entries(containers)[0] ?? ['', ''];
  const digest = revision?.digests[container];
  if (revision === undefined || digest === undefined)
    throw new Refused(
      'NoWayBack',
      `ECS does not say which digest runs in ${key}. Deploy once by digest, so that it is known.`,
    );
  const { taskDefinition } = revision;
  const version = serving?.digest === digest ? serving.version : await nameDigest(ports, repository, digest);
  return { version, digest, repository, taskDefinition, deploymentConfiguration: ecs.deploymentConfiguration };
}
