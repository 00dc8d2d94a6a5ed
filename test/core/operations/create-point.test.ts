import { expect, test } from 'vitest';
import { createPoint, createPointsIn, type PointRequest } from '../../../core/operations/create-point.ts';
import { deletePoint } from '../../../core/operations/delete-point.ts';
import { listPoints, showPoint } from '../../../core/operations/show-point.ts';
import { aPoint, OTHER_SERVICE, SERVICE } from '../../builders.ts';
import { FOUND, fakeWorld, OLD, type World } from '../../fakes/fake-world.ts';
import { begun } from './begun.ts';
import { denies, ended, points, serves, withOther } from './ran.ts';

const REQUEST: PointRequest = { name: 'before-christmas', commands: ['node undo.mjs'], by: 'somebody' };
const create = (world: World, change: Partial<PointRequest> = {}) =>
  createPoint(world.ports, SERVICE, { ...REQUEST, ...change });
const remove = (world: World, id: string) => deletePoint(world.ports, id, { by: 'somebody', reason: 'not needed' });

test('what runs is kept under a name, looked at, with all that is needed to run it again', async () => {
  const world = await fakeWorld();
  const made = await create(world, { description: 'the good one' });
  expect(made).toMatchObject({
    id: expect.stringMatching(/^rp-\d{8}T\d{6}Z-[a-z0-9]{4}$/),
    name: 'before-christmas',
    description: 'the good one',
    commands: ['node undo.mjs'],
    createdBy: 'somebody',
    version: OLD.version,
    digest: OLD.digest,
    repository: 'web',
    taskDefinition: world.service.taskDefinition,
    deploymentConfiguration: FOUND,
    status: 'created',
    ready: { ok: true },
  });
  expect(made).not.toHaveProperty('deployment');
  expect(await world.kept.rollbackPoints.find(made.id)).toMatchObject({
    name: 'before-christmas',
    ready: { ok: true },
  });
});

test('what Belay deployed keeps the name under which it was deployed', async () => {
  const world = await fakeWorld();
  world.registry.push('web', OLD.digest, 'stable');
  expect(await create(world)).toMatchObject({ version: '1.0.0' });
});

test('the same name twice is refused, for one service', async () => {
  const world = await fakeWorld();
  const { id } = await create(world);
  await expect(create(world)).rejects.toMatchObject({
    code: 'PointNameTaken',
    message: expect.stringContaining(`belay rollback-point delete ${id}`),
  });
});

test('fifty names are enough', async () => {
  const world = await fakeWorld();
  for (let n = 0; n < 50; n++) await world.kept.rollbackPoints.put(aPoint({ id: `rp-${n}`, name: `n${n}` }));
  await expect(create(world)).rejects.toMatchObject({ code: 'TooManyPoints' });
});

test('while a deployment is under way nobody knows what will run', async () => {
  const world = await begun();
  await expect(create(world)).rejects.toMatchObject({
    code: 'DeploymentInProgress',
    message: expect.stringContaining('belay watch'),
  });
});

test('where nothing has succeeded yet there is nothing to keep', async () => {
  const world = await fakeWorld({ ranBefore: false });
  await expect(create(world)).rejects.toMatchObject({ code: 'NoWayBack' });
});

test('an environment makes one of each service under one name, and names those that it could not', async () => {
  const world = await fakeWorld();
  await withOther(world);
  expect(await createPointsIn(world.ports, 'staging', REQUEST)).toMatchObject({
    items: [{ service: SERVICE, name: 'before-christmas' }],
    left: [{ service: OTHER_SERVICE, because: expect.stringContaining('ECS has no service') }],
  });
  await expect(createPointsIn(world.ports, 'nowhere', REQUEST)).rejects.toMatchObject({ code: 'UnknownService' });
});

test('the list shows which one is next, which are in use and which are pinned', async () => {
  const world = await fakeWorld();
  const [first] = await points(world, [1, 2, 3]);
  if (first !== undefined) await world.kept.rollbackPoints.put({ ...first, name: 'good-one' });
  await serves(world, 3);
  const { items } = await listPoints(world.ports, SERVICE);
  expect(
    items.map(({ version, next, inUse, pinned, type, status }) => [version, next, inUse, pinned, type, status]),
  ).toEqual([
    ['1.3.0', false, false, false, 'automatic', 'completed'],
    ['1.2.0', true, false, false, 'automatic', 'completed'],
    ['1.1.0', false, false, true, 'automatic', 'completed'],
  ]);
  await denies(world, 2);
  expect((await listPoints(world.ports, SERVICE)).items.map(({ next }) => next)).toEqual([false, false, true]);
});

test('a point that nobody knows is told apart', async () => {
  const world = await fakeWorld();
  await expect(showPoint(world.ports, 'rp-none')).rejects.toMatchObject({ code: 'UnknownPoint' });
  await expect(remove(world, 'rp-none')).rejects.toMatchObject({ code: 'UnknownPoint' });
});

test('a point is deleted for good, and who did it and why is told', async () => {
  const world = await fakeWorld();
  const { id } = await create(world);
  await remove(world, id);
  await expect(showPoint(world.ports, id)).rejects.toMatchObject({ code: 'UnknownPoint' });
  expect(world.notices.all).toMatchObject([
    { event: 'version:rollback-point:deleted', data: { rollbackPoint: id, by: 'somebody', because: 'not needed' } },
  ]);
});

test('the only way back is not deleted, nor one that a watch window needs', async () => {
  const world = await fakeWorld();
  const [first, second] = await points(world, [1, 2]);
  await serves(world, 2);
  await expect(remove(world, first?.id ?? '')).rejects.toMatchObject({
    code: 'PointInUse',
    message: expect.stringContaining('belay rollback-point create'),
  });
  await remove(world, second?.id ?? '');
  const red = { ok: false, because: ['gone'], unchecked: [], checkedAt: '' };
  await world.kept.rollbackPoints.noteReadiness(SERVICE, first?.id ?? '', red);
  await remove(world, first?.id ?? '');

  const watched = await fakeWorld();
  const [old] = await points(watched, [1, 2, 3]);
  const deployment = await serves(watched, 3);
  await ended(
    watched,
    { id: 'web-again' },
    { watch: { deployment: deployment.id, rollbackPoint: old?.id ?? '', until: '2099' } },
  );
  await expect(remove(watched, old?.id ?? '')).rejects.toMatchObject({
    code: 'PointInUse',
    message: expect.stringContaining('belay status'),
  });
});
