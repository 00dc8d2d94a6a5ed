import { expect, test } from 'vitest';
import type { HttpCheck } from '../../../core/domain/check.ts';
import { runHttpChecks } from '../../../core/operations/run-http-checks.ts';
import { fakeWorld } from '../../fakes/fake-world.ts';

const check: HttpCheck = {
  id: 'up',
  name: 'is up',
  type: 'http',
  when: 'before',
  url: '/up',
  method: 'GET',
  expectedStatus: 200,
  timeout: 5,
  interval: 10,
  retries: 2,
};
const endpoint = { url: 'http://test.example:8080/', headers: {} };

test('checks that pass say nothing', async () => {
  const world = await fakeWorld();
  expect(await runHttpChecks(world.ports, [check, { ...check, id: 'other' }], endpoint)).toEqual([]);
  expect(world.probe.asked).toHaveLength(2);
});

test('a check that passes at the last try has passed', async () => {
  const world = await fakeWorld();
  world.probe.answers.set('/up', { failed: 'no answer within 5 s' });
  const running = runHttpChecks(world.ports, [check], endpoint);
  await world.clock.advance(15_000);
  world.probe.answers.set('/up', { status: 200, body: '' });
  await world.clock.advance(10_000);
  expect(await running).toEqual([]);
  expect(world.probe.asked).toHaveLength(3);
});

test('a check that fails says what it was and what it got', async () => {
  const world = await fakeWorld();
  world.probe.answers.set('/up', { status: 503, body: '' });
  const running = runHttpChecks(world.ports, [check], endpoint);
  await world.clock.advance(60_000);
  expect(await running).toEqual([
    'check "is up" (up) failed: GET http://test.example:8080/up answered 503 after 3 tries, expected 200',
  ]);
});

test('a check that expects a text reads the answer, and fails without that text', async () => {
  const world = await fakeWorld();
  const wants = { ...check, retries: 0, body: '"ready":true' };
  world.probe.answers.set('/up', { status: 200, body: '{"ready":true}' });
  expect(await runHttpChecks(world.ports, [wants], endpoint)).toEqual([]);
  expect(world.probe.asked).toMatchObject([{ reads: true }]);
  world.probe.answers.set('/up', { status: 200, body: '{"ready":false}' });
  expect(await runHttpChecks(world.ports, [wants], endpoint)).toEqual([
    'check "is up" (up) failed: GET http://test.example:8080/up answered 200 without that text after 1 tries, expected 200 with "\\"ready\\":true"',
  ]);
});

test('headers of a check are sent along, and none of them leads it away from the new version', async () => {
  const world = await fakeWorld();
  const headers = { 'x-tenant': 'test', 'x-version': 'old' };
  await runHttpChecks(world.ports, [{ ...check, headers }], { ...endpoint, headers: { 'x-version': 'new' } });
  expect(world.probe.asked).toMatchObject([{ headers: { 'x-tenant': 'test', 'x-version': 'new' }, reads: false }]);
});
