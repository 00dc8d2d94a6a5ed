import { expect, test } from 'vitest';
import type { HttpCheck } from '../../../core/domain/check.ts';
import { checkInProduction } from '../../../core/operations/check-in-production.ts';
import { aService } from '../../builders.ts';
import { fakeWorld } from '../../fakes/fake-world.ts';

const check: HttpCheck = {
  id: 'up',
  name: 'is up',
  type: 'http',
  when: 'after',
  url: '/up',
  method: 'GET',
  expectedStatus: 200,
  timeout: 5,
  interval: 1,
  retries: 0,
};
const settings = aService({ checks: [check, { ...check, id: 'early', url: '/early', when: 'before' }] });

test('after the bake a check is sent to the production rule', async () => {
  const world = await fakeWorld();
  world.probe.answers.set('/up', { status: 500, body: '' });
  expect(await checkInProduction(world.ports, settings)).toEqual([expect.stringContaining('http://example/up')]);
  expect(world.probe.asked.map(({ url }) => url)).toEqual(['http://example/up']);
});

test('a service without checks after the bake asks nobody anything', async () => {
  const world = await fakeWorld();
  expect(await checkInProduction(world.ports, aService())).toEqual([]);
  expect(world.book.calls).toEqual([]);
});

test('without a production rule nothing is sent, and that is no failure', async () => {
  const world = await fakeWorld({ wired: false });
  expect(await checkInProduction(world.ports, settings)).toEqual([]);
});

test('a production rule that became internal fails the gate, with the way out', async () => {
  const world = await fakeWorld();
  const traffic = { ...world.kept.traffic, productionEndpoint: async () => undefined };
  await expect(checkInProduction({ ...world.ports, traffic }, settings)).rejects.toMatchObject({
    code: 'ChecksUnreachable',
    message: expect.stringContaining('type "command"'),
  });
});
