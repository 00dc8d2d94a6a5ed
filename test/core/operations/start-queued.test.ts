import { expect, test } from 'vitest';
import type { Deployment } from '../../../core/domain/deployment.ts';
import { closeDeployment } from '../../../core/operations/close-deployment.ts';
import { type DeployRequest, deploy } from '../../../core/operations/deploy.ts';
import { startQueued } from '../../../core/operations/start-queued.ts';
import type { Deployments } from '../../../core/ports.ts';
import { aQueued, aVersion, SERVICE } from '../../builders.ts';
import { NEWER, type World } from '../../fakes/fake-world.ts';
import { atTheGate, liveOf } from './begun.ts';

const QUEUED = aQueued(NEWER);
/** A push that was decided, with the id that its deployment gets. */
const PROMISED: DeployRequest = {
  service: SERVICE,
  to: NEWER,
  id: QUEUED.id,
  repository: 'web',
  strategy: 'auto',
  first: false,
  by: 'push',
  reason: 'it is newer',
  whenBusy: 'queue',
};

type Deploying = World & { readonly deployment: Deployment };

/** Something is under way, and a newer version is known. */
async function busy(): Promise<Deploying> {
  const world = await atTheGate();
  await world.kept.versions.record(aVersion({ digest: NEWER.digest, tags: [NEWER.version] }));
  return world;
}

const refused = { outcome: 'refused', because: 'not now' } as const;
const close = (world: Deploying) => closeDeployment(world.ports, world.deployment, refused);

/** What is under way ends, and what its turn came for ends as well. */
async function endBoth(world: Deploying): Promise<void> {
  await close(world);
  const queued = await world.kept.deployments.get(QUEUED.id);
  if (queued !== undefined) await closeDeployment(world.ports, queued, refused);
}

const begunIn = async ({ kept }: World) => (await kept.deployments.newest(SERVICE, 10)).items.map(({ id }) => id);

/** Who asks this store to queue something is slow: `meanwhile` comes first. */
function slowToQueue(world: World, meanwhile: () => Promise<unknown>) {
  const queue: Deployments['queue'] = async (service, queued) => {
    await meanwhile();
    return world.kept.deployments.queue(service, queued);
  };
  return { ...world.ports, deployments: { ...world.kept.deployments, queue } };
}

test('a version that waits gets the id that it was promised, and starts under it', async () => {
  const world = await busy();
  expect(await deploy(world.ports, PROMISED)).toMatchObject({ kind: 'queued' });
  await close(world);
  expect(await liveOf(world)).toMatchObject({ id: QUEUED.id, digest: NEWER.digest });
  expect(await world.kept.versions.get('web', NEWER.digest)).toMatchObject({
    decisions: [{ outcome: 'deployed', deployment: QUEUED.id }],
  });
});

test('two who keep one promise start it once, also where one is done before the other has begun', async () => {
  const world = await busy();
  const ports = slowToQueue(world, async () => {
    await deploy(world.ports, PROMISED);
    await endBoth(world);
  });
  expect(await deploy(ports, PROMISED)).toEqual({ kind: 'started', id: QUEUED.id });
  expect(await begunIn(world)).toEqual([QUEUED.id, world.deployment.id]);
});

test('two who close at once start what waited once, also where one is done before the other has begun', async () => {
  const world = await busy();
  await deploy(world.ports, PROMISED);
  const begin: Deployments['begin'] = async (...asked) => {
    await startQueued(world.ports, SERVICE);
    const queued = await world.kept.deployments.get(QUEUED.id);
    if (queued !== undefined) await closeDeployment(world.ports, queued, refused);
    return world.kept.deployments.begin(...asked);
  };
  await closeDeployment(world.ports, world.deployment, refused, async () => {});
  await startQueued({ ...world.ports, deployments: { ...world.kept.deployments, begin } }, SERVICE);
  expect(await begunIn(world)).toEqual([QUEUED.id, world.deployment.id]);
});

test('what was put into the queue when its turn was over leaves it', async () => {
  const world = await busy();
  await deploy(world.ports, PROMISED);
  await endBoth(world);
  const { id: _, ...other } = PROMISED;
  await deploy(world.ports, { ...other, whenBusy: 'refuse' });
  await world.kept.deployments.queue(SERVICE, QUEUED);
  const live = await liveOf(world);
  const running = live && (await world.kept.deployments.get(live.id));
  if (running !== undefined) await closeDeployment(world.ports, running, refused);
  expect(await world.kept.deployments.head(SERVICE)).not.toHaveProperty('queued');
  expect(await begunIn(world)).toEqual([running?.id, QUEUED.id, world.deployment.id]);
});

test('where a person deploys the same version in that moment, the push is told to have gone out with that', async () => {
  const world = await busy();
  await deploy(world.ports, PROMISED);
  await closeDeployment(world.ports, world.deployment, refused, async () => {});
  const { id: _, ...byHand } = PROMISED;
  const begin: Deployments['begin'] = async (...asked) => {
    await deploy(world.kept, { ...byHand, by: 'ann', whenBusy: 'refuse' });
    return world.kept.deployments.begin(...asked);
  };
  await startQueued({ ...world.ports, deployments: { ...world.kept.deployments, begin } }, SERVICE);
  const live = await liveOf(world);
  expect(live?.id).not.toBe(QUEUED.id);
  expect(await world.kept.versions.get('web', NEWER.digest)).toMatchObject({
    decisions: [{ outcome: 'deployed', deployment: live?.id }],
  });
});
