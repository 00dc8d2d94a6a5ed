import { expect, test } from 'vitest';
import type { HttpCheck } from '../../../core/domain/service.ts';
import { runChecks } from '../../../core/operations/run-checks.ts';
import { fakeWorld } from '../../fakes/fake-world.ts';

const check: HttpCheck = {
  id: 'up',
  name: 'is up',
  path: '/up',
  method: 'GET',
  expectedStatus: 200,
  timeout: 5,
  interval: 10,
  retries: 2,
};
const endpoint = { url: 'http://test.example:8080/', headers: {} };

test('checks that pass say nothing', async () => {
  const world = await fakeWorld();
  expect(await runChecks(world.ports, [check, { ...check, id: 'other' }], endpoint)).toEqual([]);
  expect(world.probe.asked).toHaveLength(2);
});

test('a check that passes at the last try has passed', async () => {
  const world = await fakeWorld();
  world.probe.answers.set('/up', { failed: 'no answer within 5 s' });
  const running = runChecks(world.ports, [check], endpoint);
  await world.clock.advance(15_000);
  world.probe.answers.set('/up', { status: 200 });
  await world.clock.advance(10_000);
  expect(await running).toEqual([]);
  expect(world.probe.asked).toHaveLength(3);
});

test('a check that fails says what it was and what it got', async () => {
  const world = await fakeWorld();
  world.probe.answers.set('/up', { status: 503 });
  const running = runChecks(world.ports, [check], endpoint);
  await world.clock.advance(60_000);
  expect(await running).toEqual([
    'check "is up" (up) failed: GET http://test.example:8080/up answered 503 after 3 tries, expected 200',
  ]);
});
