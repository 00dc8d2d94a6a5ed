import type { VersionRef } from '../domain/deployment.ts';
import { type Digest, partsOf } from '../domain/names.ts';
import { Refused } from '../domain/refused.ts';
import type { RollbackPoint } from '../domain/rollback-point.ts';
import type { RevisionTruth } from '../domain/truth.ts';
import type { Ports } from '../ports.ts';
import { containerOf } from './read-outcome.ts';
import { parseStepInput, readStanding, type Standing } from './step-input.ts';

type CapturePorts = Pick<
  Ports,
  'deployments' | 'services' | 'ecs' | 'registry' | 'rollbackPoints' | 'versions' | 'clock'
>;

/** Keeps what runs now, checked: its image is there and its task definition can run again. Without it nothing goes forward. */
export async function captureRollbackPoint(
  ports: CapturePorts,
  raw: unknown,
): Promise<{ readonly rollbackPoint: string | null }> {
  const input = parseStepInput(raw);
  const standing = await readStanding(ports, input);
  const { deployment, state } = standing;
  const { cluster } = state.settings;
  const { name } = partsOf(input.service);
  const [ecs, revision] = await Promise.all([
    ports.ecs.service(cluster, name),
    lastThatSucceeded(ports, cluster, name),
  ]);
  if (ecs === undefined) throw new Refused('NotRunning', `ECS has no service ${cluster}/${name} any more.`);
  const found = ecs.deploymentConfiguration;
  if (revision === undefined) {
    if (deployment.kind === 'deploy' && !deployment.first)
      throw new Refused(
        'NoWayBack',
        `No deployment of ${input.service} has succeeded yet, so there is no way back. Deploy with --first if that is known.`,
      );
    await ports.deployments.amend(deployment.id, { found });
    return { rollbackPoint: null };
  }
  const from = await nameRunning(ports, standing, revision);
  if (deployment.kind === 'rollback') {
    // What it leaves need not run again; the point that it goes to was proven when it was captured.
    await ports.deployments.amend(deployment.id, { found, from });
    return { rollbackPoint: null };
  }
  const point = await prove(ports, standing, revision, { found, from });
  await ports.rollbackPoints.put(point);
  await ports.deployments.amend(deployment.id, {
    found,
    rollbackPoint: point.id,
    from,
  });
  return { rollbackPoint: point.id };
}

/** What ECS itself would go back to. */
async function lastThatSucceeded(
  ports: CapturePorts,
  cluster: string,
  name: string,
): Promise<RevisionTruth | undefined> {
  const [newest] = await ports.ecs.recent(cluster, name, ['SUCCESSFUL', 'ROLLBACK_SUCCESSFUL']);
  if (newest === undefined) return undefined;
  const truth = await ports.ecs.deployment(newest.arn);
  const serving = truth?.rolledBackTo ?? truth?.target;
  return serving === undefined ? undefined : (await ports.ecs.revisions([serving]))[0];
}

async function prove(
  ports: CapturePorts,
  { deployment }: Standing,
  revision: RevisionTruth,
  { found, from }: { readonly found: string; readonly from: VersionRef },
): Promise<RollbackPoint> {
  const { digest } = from;
  const image = await ports.registry.describe(deployment.repository, { digest });
  if (image === undefined)
    throw new Refused(
      'NoWayBack',
      `What runs (${digest}) is gone from ${deployment.repository}, so there would be no way back. Push it again.`,
    );
  const active = await ports.ecs.taskDefinitionIsActive(revision.taskDefinition);
  if (!active)
    throw new Refused(
      'NoWayBack',
      `${revision.taskDefinition}, which runs, was deregistered and could not run again. Register it anew and deploy it.`,
    );
  return {
    id: `rp-${deployment.id.split('-').slice(-2).join('-')}`,
    service: deployment.service,
    createdAt: new Date(ports.clock.now()).toISOString(),
    deployment: deployment.id,
    digest,
    version: from.version,
    taskDefinition: revision.taskDefinition,
    deploymentConfiguration: found,
    createdBy: deployment.by,
  };
}

/** What runs in the container that is about to be deployed. */
async function nameRunning(
  ports: CapturePorts,
  { deployment, head, state }: Standing,
  revision: RevisionTruth,
): Promise<VersionRef> {
  const container = containerOf(deployment, state);
  const digest = revision.digests[container];
  if (digest === undefined)
    throw new Refused(
      'NoWayBack',
      `ECS does not say which digest runs in ${container}. Deploy once by digest, so that it is known.`,
    );
  // What we deployed keeps the name under which it was deployed, whatever tags it was given since.
  if (head.serving?.digest === digest) return head.serving;
  const known = await ports.versions.get(deployment.repository, digest);
  const image = known ?? (await ports.registry.describe(deployment.repository, { digest }));
  return { version: nameFor(digest, image?.tags ?? []), digest };
}

/** The tag with the most to say: a version number before a word, else the short digest. */
function nameFor(digest: Digest, tags: readonly string[]): string {
  return tags.find((tag) => /^v?\d/.test(tag)) ?? tags[0] ?? digest.slice(7, 19);
}
