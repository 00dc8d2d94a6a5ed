import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Deployment, until } from '../../local/story/api.ts';
import { answering } from './images.ts';
import { type ExampleWorld, oneTask, startExample, WEB } from './world-fixture.ts';

const token = randomUUID();
let world: ExampleWorld;

beforeAll(async () => {
  world = await startExample({ speed: 120, example: oneTask });
  await world.put(WEB, { bake: '2m' });
});
afterAll(() => world?.stop());

test('pushes during a deployment are not lost: the newest of them is deployed afterwards', async () => {
  await world.push('web', '1.0.0');
  const { deployment = '' } = await world.decision(WEB, '1.0.0');
  await world.push('web', '1.1.0');
  expect(await world.decision(WEB, '1.1.0')).toMatchObject({ outcome: 'waiting' });
  await world.push('web', '1.2.0', answering(token));
  expect(await world.decision(WEB, '1.2.0')).toMatchObject({ outcome: 'waiting' });

  expect(await world.end(deployment)).toMatchObject({ verdict: 'SUCCEEDED', to: { version: '1.0.0' } });
  const next = await until('the deployment of 1.2.0', 5, async () => {
    const [newest] = await deployments();
    return newest !== undefined && newest.id !== deployment ? newest : undefined;
  });
  expect(await world.end(next.id)).toMatchObject({ verdict: 'SUCCEEDED', to: { version: '1.2.0' } });
  expect(await deployments()).toHaveLength(2);
  expect(await world.decision(WEB, '1.2.0')).toMatchObject({ outcome: 'deployed', deployment: next.id });
});

test('what answers through the load balancer is the program in the layer of the image that was pushed', async () => {
  expect(await (await fetch(`${world.url}/`)).text()).toBe(token);
});

test('an image for another architecture is refused before any task could fail on it, with the way to build it', async () => {
  const started = world.world.wire.calls.calls('ecs', 'UpdateService').length;
  const { verdict, because } = await world.ship('web', '1.3.0', answering('never', 's390x'));
  expect({ verdict, because }).toEqual({
    verdict: 'REFUSED',
    because: expect.stringMatching(/linux\/s390x.*run on linux\/.*docker buildx build --platform/),
  });
  expect(world.world.wire.calls.calls('ecs', 'UpdateService')).toHaveLength(started);
  expect(await (await fetch(`${world.url}/`)).text()).toBe(token);
});

test('without visitors no alarm fires, and a service that wants traffic to judge by ends rolled back for want of it', async () => {
  await fetch(`${world.running.api}/v1/services/${WEB}/hold`, { method: 'DELETE' });
  const states = new Set<string | undefined>();
  world.world.cloudwatch.onChange((name) => states.add(world.world.cloudwatch.state(name)));
  await world.put(WEB, { bake: '1m', minimumRequests: 10, alarms: ['web-5xx'] });
  const { verdict, because } = await world.ship('web', '1.4.0');
  expect({ verdict, because }).toEqual({
    verdict: 'ROLLED_BACK',
    because: expect.stringMatching(/not enough data: 0 of 10 requests/),
  });
  expect(states.has('ALARM')).toBe(false);
});

async function deployments(): Promise<readonly Deployment[]> {
  return (await world.api.get<{ items: readonly Deployment[] }>(`/deployments?service=${WEB}`)).items;
}
