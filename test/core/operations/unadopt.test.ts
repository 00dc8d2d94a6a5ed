import { expect, test } from 'vitest';
import { foundConfiguration } from '../../../core/domain/deployment-configuration.ts';
import { closeDeployment } from '../../../core/operations/close-deployment.ts';
import { listDeployments } from '../../../core/operations/list-deployments.ts';
import { unadopt } from '../../../core/operations/unadopt.ts';
import { SERVICE } from '../../builders.ts';
import { FOUND, fakeWorld, NEW } from '../../fakes/fake-world.ts';
import { atTheGate, begun } from './begun.ts';

const NOW = { dryRun: false };

test('a service is forgotten with its hold, its denied digests and its pointers; what runs is not touched', async () => {
  const world = await fakeWorld();
  const entry = { since: '', because: 'bad', deployment: (await begun()).deployment.id };
  await world.kept.services.hold(SERVICE, entry, { ...entry, digest: NEW.digest });
  await world.kept.deployments.noteServing(SERVICE, NEW);
  expect(await unadopt(world.ports, SERVICE, NOW)).toMatchObject({ putBack: false });
  expect(await world.kept.services.get(SERVICE)).toBeUndefined();
  expect(await world.kept.deployments.head(SERVICE)).toEqual({ service: SERVICE });
  expect(world.book.count('ecs.update')).toBe(0);
});

test('after unadopting, nothing wakes for its alarms, its pushes and its events', async () => {
  const world = await fakeWorld();
  await unadopt(world.ports, SERVICE, NOW);
  expect(await world.kept.services.guardedBy('web-5xx')).toEqual([]);
  expect(await world.kept.services.concernedBy('repository', 'web')).toEqual([]);
  expect(await world.kept.services.concernedBy('ecs-service', 'example/web')).toEqual([]);
});

test('while a deployment is under way it is refused, and nothing is forgotten', async () => {
  const world = await begun();
  await expect(unadopt(world.ports, SERVICE, NOW)).rejects.toMatchObject({ code: 'DeploymentInProgress' });
  expect(await world.kept.services.get(SERVICE)).toBeDefined();
});

test('our pauses that were left behind are taken out, and what was found is put back', async () => {
  const world = await atTheGate();
  const { configuration } = world.service;
  const deployment = (await world.kept.deployments.get(world.deployment.id)) ?? world.deployment;
  await closeDeployment(world.ports, deployment, { outcome: 'rolled-back', because: '' });
  world.service.configuration = configuration;
  expect(await unadopt(world.ports, SERVICE, NOW)).toMatchObject({ putBack: true });
  expect(JSON.parse(world.service.configuration)).toEqual(JSON.parse(foundConfiguration(FOUND)));
});

test('what the owner configured since our last deployment stays', async () => {
  const world = await atTheGate();
  const deployment = (await world.kept.deployments.get(world.deployment.id)) ?? world.deployment;
  await closeDeployment(world.ports, deployment, { outcome: 'rolled-back', because: '' });
  const theirs = JSON.stringify({
    strategy: 'ROLLING',
    lifecycleHooks: [{ targetType: 'PAUSE', lifecycleStages: ['POST_SCALE_UP'] }],
  });
  world.service.configuration = theirs;
  expect(await unadopt(world.ports, SERVICE, NOW)).toMatchObject({ putBack: false });
  expect(world.service.configuration).toBe(theirs);
});

test('the history stays readable', async () => {
  const world = await begun();
  await closeDeployment(world.ports, world.deployment, { outcome: 'refused', because: '' });
  await unadopt(world.ports, SERVICE, NOW);
  expect((await listDeployments(world.ports, SERVICE, 10)).items).toHaveLength(1);
});

test('a dry run says what would be done, and does nothing', async () => {
  const world = await fakeWorld();
  await unadopt(world.ports, SERVICE, { dryRun: true });
  expect(await world.kept.services.get(SERVICE)).toBeDefined();
});

test('a service that Belay does not know is not touched', async () => {
  const world = await fakeWorld();
  await world.kept.services.remove(SERVICE);
  await expect(unadopt(world.ports, SERVICE, NOW)).rejects.toMatchObject({ code: 'UnknownService' });
  expect(world.book.count('ecs.')).toBe(0);
});

test.each(['deployments.forget', 'ecs.update', 'services.remove'])('a fault at %s may be repeated', async (call) => {
  const world = await fakeWorld();
  world.book.fail(call, 'ServerException');
  await unadopt(world.ports, SERVICE, NOW).catch(() => undefined);
  await unadopt(world.ports, SERVICE, NOW).catch(() => undefined);
  expect(await world.kept.services.get(SERVICE)).toBeUndefined();
});
