import type { Deployment } from '../../../core/domain/deployment.ts';
import type { RollbackPoint } from '../../../core/domain/rollback-point.ts';
import { aDeployment, aDigest, aLive, aPoint, OTHER_SERVICE, SERVICE } from '../../builders.ts';
import type { World } from '../../fakes/fake-world.ts';

/** A point a minute: the first digest ran first. Their images are in the registry, and their task definitions are active. */
export async function points(world: World, digests: readonly number[]): Promise<readonly RollbackPoint[]> {
  const made = digests.map((digest, minute) =>
    aPoint({
      id: `rp-20261120T10${String(minute).padStart(2, '0')}00Z-aaaa`,
      createdAt: `2026-11-20T10:${String(minute).padStart(2, '0')}:00.000Z`,
      digest: aDigest(digest),
      version: `1.${digest}.0`,
    }),
  );
  for (const point of made) {
    world.registry.push('web', point.digest, point.version);
    await world.kept.rollbackPoints.put(point);
  }
  return made;
}

/** Something serves that Belay deployed. */
export async function serves(world: World, digest: number, change: Parameters<typeof aDeployment>[0] = {}) {
  return ended(world, change, { serving: { version: `1.${digest}.0`, digest: aDigest(digest) } });
}

/** A deployment that was begun and has ended SUCCEEDED, or as `change` says. */
export async function ended(
  world: World,
  change: Parameters<typeof aDeployment>[0],
  after: Parameters<World['kept']['deployments']['end']>[2],
): Promise<Deployment> {
  const { deployments } = world.kept;
  const deployment = aDeployment(change);
  const { id, service } = deployment;
  const line = { deployment: id, service, event: 'version:update:start', at: '', text: '', data: {} } as const;
  await deployments.begin(deployment, aLive(deployment), line);
  const done = { verdict: 'SUCCEEDED' as const, because: '', endedAt: deployment.startedAt, ...change, id };
  await deployments.end({ ...deployment, ...done }, line, after);
  return { ...deployment, ...done };
}

/** A second service, `staging/api`, of which ECS knows nothing. */
export async function withOther(world: World): Promise<void> {
  await world.kept.services.put({ ...world.settings, key: OTHER_SERVICE, containers: { api: 'api' }, alarms: [] });
}

export async function denies(world: World, digest: number): Promise<void> {
  const entry = { since: '', because: 'bad', deployment: aDeployment().id };
  await world.kept.services.deny(SERVICE, { ...entry, digest: aDigest(digest) });
}
