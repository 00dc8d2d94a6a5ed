import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Deployment, until } from '../../local/story/api.ts';
import { imageOf } from '../../local/story/releases.ts';
import { checking, complaining } from './images.ts';
import { API, type ExampleWorld, startExample } from './world-fixture.ts';

let world: ExampleWorld;

beforeAll(async () => {
  world = await startExample({ speed: 60 });
  await world.put(API, { alarms: ['api-5xx'], bake: '2m', minimumRequests: 20 });
});
afterAll(() => world?.stop());

test('a good rolling deployment succeeds under load, its requests are counted, and none fails', async () => {
  const load = world.load('/api/things');
  const { verdict, log } = await world.ship('api', '1.0.0');
  const { failed, badByVersion } = await load.stop();
  expect({ verdict, failed, badByVersion }).toEqual({ verdict: 'SUCCEEDED', failed: [], badByVersion: {} });
  const told = log.map(({ text }) => text);
  expect(told).toContainEqual(expect.stringMatching(/^At the end: go, quiet through the bake, \d+ requests answered/));
});

test('when the alarm that was asked for goes off, the old version is kept, and only the bad one answered with errors', async () => {
  await world.put(API, { alarms: ['web-5xx'], bake: '2m', policy: { kind: 'manual' } });
  await world.push('api', '1.1.0', imageOf({ version: '1.1.0', failEvery: 3 }));
  await world.decision(API, '1.1.0');
  const load = world.load('/api/things', 40);
  const body = { service: API, version: '1.1.0', alarms: ['api-5xx'], reason: 'orders matter more' };
  await world.api.post('/deployments', body);
  const {
    items: [{ id } = { id: '' }],
  } = await world.api.get<{ items: Deployment[] }>(`/deployments?service=${API}&limit=1`);
  const { verdict, because } = await world.end(id);
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

test('what a rolled-out version says in its logs is put to a person where it does not go back by itself, and can be taken back', async () => {
  const patterns = [{ pattern: 'OutOfMemoryError', perMinute: 5 }];
  await world.put(API, { alarms: ['api-5xx'], bake: '2m', rollback: { automatic: false, patterns } });
  await fetch(`${world.running.api}/v1/services/${API}/hold`, { method: 'DELETE' });
  await until('the end of the alarm', 20, async () =>
    (await plan('1.0.0')).includes('AlarmAlreadyFiring') ? undefined : true,
  );
  await world.push('api', '1.2.0', complaining('1.2.0', 'java.lang.OutOfMemoryError: heap'));
  const { deployment = '' } = await world.decision(API, '1.2.0');
  const line = (begin: string) =>
    until(`"${begin}"`, 20, async () => {
      const { log } = await world.api.get<Deployment>(`/deployments/${deployment}`);
      return log.find(({ text }) => text.startsWith(begin));
    });
  // Its alarm being off, ECS does not bake, and until now nobody came.
  await line('All traffic is on the new version, under watch');
  const load = world.load('/api/things', 40);
  await line('Waiting for a person');
  await world.api.post(`/deployments/${deployment}/cancel`, { reason: 'no noise' });
  const { verdict, log } = await world.end(deployment);
  const { failed } = await load.stop();
  expect({ verdict, failed }).toEqual({ verdict: 'ROLLED_BACK', failed: [] });
  const told = log.map(({ text }) => text);
  expect(told).toContainEqual(
    expect.stringMatching(
      /^At the end: a person decides, container api wrote OutOfMemoryError \d+ times within a minute/,
    ),
  );
  const answers = await Promise.all([1, 2, 3, 4].map(() => fetch(`${world.url}/api/things`)));
  expect(answers.map(({ headers }) => headers.get('x-version'))).toEqual(['1.0.0', '1.0.0', '1.0.0', '1.0.0']);
});

test.each([
  { strategy: 'rolling', version: '1.3.0' },
  { strategy: 'immediate', version: '1.4.0' },
  { strategy: 'graceful', version: '1.5.0' },
])(
  '$strategy runs the commands of its service at its end, as tasks of the new version',
  async ({ strategy, version }) => {
    const checks = [
      { id: 'ends', type: 'command', command: ['node', '/app/check.mjs'], timeout: '10m', when: 'after' },
    ];
    await world.put(API, { alarms: ['api-5xx'], strategy, checks });
    await fetch(`${world.running.api}/v1/services/${API}/hold`, { method: 'DELETE' });
    const load = world.load('/api/things');
    const { verdict, because, log } = await world.ship('api', version, checking(version, 0));
    await load.stop();
    expect({ verdict, because }).toMatchObject({ verdict: 'SUCCEEDED' });
    expect(log.map(({ text }) => text)).toContainEqual(expect.stringMatching(/^At the end: commands first/));
  },
);

/** What Belay says of a deployment that is only planned. */
async function plan(version: string): Promise<string> {
  const body = JSON.stringify({ service: API, version, reason: 'to see' });
  const headers = { 'content-type': 'application/json' };
  return (await fetch(`${world.running.api}/v1/plans`, { method: 'POST', body, headers })).text();
}
