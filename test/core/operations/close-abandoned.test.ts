import { expect, test } from 'vitest';
import { closeAbandoned } from '../../../core/operations/close-abandoned.ts';
import { closeDeployment } from '../../../core/operations/close-deployment.ts';
import { SERVICE } from '../../builders.ts';
import { atTheGate } from './begun.ts';

test('its last step outlived it: while it is called stuck nobody writes a success any more', async () => {
  const world = await atTheGate();
  const { deployment } = world;
  let refused: unknown;
  world.book.before('services.hold', async () => {
    await closeDeployment(world.kept, deployment, { outcome: 'succeeded', because: '' }).catch((error: unknown) => {
      refused = error;
    });
  });
  await closeAbandoned(world.ports, deployment.id, 'ABORTED');
  expect(refused).toMatchObject({ code: 'WrongVersionServes' });
  expect(await world.kept.deployments.get(deployment.id)).toMatchObject({ verdict: 'STUCK' });
  expect((await world.kept.services.get(SERVICE))?.denied).toMatchObject([{ digest: deployment.to.digest }]);
});

test('somebody else closed it in that very moment: what they wrote stands', async () => {
  const world = await atTheGate();
  const { deployment } = world;
  world.book.before('deployments.requestStop', async () => {
    await closeDeployment(world.kept, deployment, { outcome: 'succeeded', because: '' });
  });
  await closeAbandoned(world.ports, deployment.id, 'ABORTED');
  expect(await world.kept.deployments.get(deployment.id)).toMatchObject({ verdict: 'SUCCEEDED' });
  expect((await world.kept.services.get(SERVICE))?.denied).toEqual([]);
});
