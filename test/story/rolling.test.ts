import { afterAll, beforeAll, expect, test } from 'vitest';
import { imageOf } from '../../local/story/releases.ts';
import { API, type ExampleWorld, startExample } from './world-fixture.ts';

let world: ExampleWorld;

beforeAll(async () => {
  world = await startExample({ speed: 60 });
  await world.put(API, { alarms: ['api-5xx'], bake: '2m' });
});
afterAll(() => world?.stop());

test('a good rolling deployment succeeds under load, and no request fails', async () => {
  const load = world.load('/api/things');
  const { verdict } = await world.ship('api', '1.0.0');
  const { failed, badByVersion } = await load.stop();
  expect({ verdict, failed, badByVersion }).toEqual({ verdict: 'SUCCEEDED', failed: [], badByVersion: {} });
});

test('when the alarm of a rolling deployment goes off, the old version is kept, and only the bad one answered with errors', async () => {
  const load = world.load('/api/things', 40);
  const { verdict, because } = await world.ship('api', '1.1.0', imageOf({ version: '1.1.0', failEvery: 3 }));
  const { failed, badByVersion } = await load.stop();
  expect({ verdict, because }).toEqual({
    verdict: 'ROLLED_BACK',
    because: expect.stringMatching(/api-5xx went to ALARM/),
  });
  expect({ failed, by: Object.keys(badByVersion) }).toEqual({ failed: [], by: ['1.1.0'] });
  const answers = await Promise.all([1, 2, 3, 4].map(() => fetch(`${world.url}/api/things`)));
  expect(answers.map(({ headers }) => headers.get('x-version'))).toEqual(['1.0.0', '1.0.0', '1.0.0', '1.0.0']);
  const [stop] = world.world.wire.calls.calls('ecs', 'StopServiceDeployment');
  expect(stop?.caller.arn).toMatch(/OnAlarm/);
});
