import { expect, test } from 'vitest';
import { mayGoBackByItself } from '../../../core/domain/made-alarm.ts';
import { putService, type ServiceRequest } from '../../../core/operations/put-service.ts';
import { aCommand, SERVICE } from '../../builders.ts';
import { fakeWorld, type World, type WorldOptions } from '../../fakes/fake-world.ts';

const MADE = 'belay-staging-web-5xx';
const DEFAULTS = {
  checkTimeout: 7,
  rollback: { automatic: false, threshold: 2 },
  strategy: 'rolling',
  strategies: { production: 'canary' },
  keep: 7,
  approveProduction: true,
} as const;
const REQUEST: ServiceRequest = {
  cluster: 'example',
  containers: { web: 'web' },
  policy: { kind: 'manual' },
  alarms: [],
  checks: [],
  bake: 300,
  minimumRequests: 0,
  rollback: { minimumRequests: 20 },
  watch: 3600,
};
const put = (world: World, change: Partial<ServiceRequest> = {}) =>
  putService(world.ports, SERVICE, { ...REQUEST, ...change }, 'somebody', DEFAULTS);
const aWorld = (options: WorldOptions = {}) => fakeWorld({ settings: { alarms: [] }, ...options });

test('a service that names no alarm gets one on both target groups, which finds the service', async () => {
  const world = await aWorld();
  expect(await put(world)).toMatchObject({ alarms: [MADE], madeAlarm: MADE });
  expect(world.alarms.made.get(MADE)).toMatchObject({
    service: SERVICE,
    threshold: 2,
    minimumRequests: 20,
    groups: [{ targetGroup: 'targetgroup/blue' }, { targetGroup: 'targetgroup/green' }],
  });
  expect(await world.kept.services.guardedBy(MADE)).toEqual([{ service: SERVICE, by: 'settings' }]);
});

test('written back as it was read, the service keeps the alarm that was made', async () => {
  const world = await aWorld();
  const { alarms } = await put(world);
  expect(await put(world, { alarms })).toMatchObject({ alarms: [MADE], madeAlarm: MADE });
  expect(world.alarms.made.size).toBe(1);
});

test('when the owner names an alarm, the made one goes, after no setting names it any more', async () => {
  const world = await aWorld();
  await put(world);
  world.book.calls.length = 0;
  const settings = await put(world, { alarms: ['web-5xx'] });
  expect(settings.alarms).toEqual(['web-5xx']);
  expect(settings).not.toHaveProperty('madeAlarm');
  expect(world.alarms.made.size).toBe(0);
  expect(await world.kept.services.guardedBy(MADE)).toEqual([]);
  const { calls } = world.book;
  expect(calls.indexOf('services.put')).toBeLessThan(calls.indexOf('alarms.remove'));
});

test('a service that names its alarm makes none', async () => {
  const world = await aWorld();
  expect((await put(world, { alarms: ['web-5xx'] })).alarms).toEqual(['web-5xx']);
  expect(world.book.count('alarms.make') + world.book.count('alarms.remove')).toBe(0);
});

test('a service without a load balancer gets no alarm, because nothing counts its answers', async () => {
  const world = await aWorld({ wired: false });
  expect((await put(world)).alarms).toEqual([]);
  expect(world.alarms.made.size).toBe(0);
});

test('a fault while the alarm is made leaves no settings that name it', async () => {
  const world = await aWorld();
  world.book.fail('alarms.make', 'LimitExceeded');
  await expect(put(world)).rejects.toMatchObject({ name: 'LimitExceeded' });
  expect(await world.kept.services.guardedBy(MADE)).toEqual([]);
});

test('what the request says is stronger than the stack, and the stack stronger than nothing', async () => {
  const world = await aWorld();
  const check = {
    type: 'http',
    when: 'before',
    id: 'up',
    url: '/up',
    method: 'GET',
    expectedStatus: 200,
    interval: 1,
    retries: 0,
  };
  const checks = [check, { ...check, id: 'slow', timeout: 20 }] as ServiceRequest['checks'];
  const silent = await put(world, { checks });
  expect(silent.checks).toMatchObject([{ timeout: 7, name: 'up' }, { timeout: 20 }]);
  expect(silent.rollback).toEqual({ automatic: false, threshold: 2, minimumRequests: 20 });
  expect(mayGoBackByItself(silent)).toBe(false);
  expect(silent).toMatchObject({ strategy: 'rolling', rollbackPoints: { keep: 7 } });
  expect(await put(world, { strategy: 'auto', rollbackPoints: { keep: 3, retention: 60 } })).toMatchObject({
    strategy: 'auto',
    rollbackPoints: { keep: 3, retention: 60 },
  });
  const said = await put(world, { rollback: { automatic: true, threshold: 10, minimumRequests: 5 } });
  expect(said.rollback).toEqual({ automatic: true, threshold: 10, minimumRequests: 5 });
  expect(mayGoBackByItself(said)).toBe(true);
  expect(mayGoBackByItself({})).toBe(true);
});

test('a command that names no container runs in the one that is deployed', async () => {
  const world = await aWorld();
  const { container: _, name: __, ...command } = aCommand();
  const { checks } = await put(world, { checks: [command, aCommand({ id: 'other', container: 'proxy' })] });
  expect(checks).toMatchObject([{ container: 'web', name: 'schema' }, { container: 'proxy' }]);
});

test('HTTP checks that nobody outside could send are refused at once, and nothing is stored', async () => {
  const world = await aWorld();
  const check = {
    type: 'http',
    when: 'before',
    id: 'up',
    url: '/up',
    method: 'GET',
    expectedStatus: 200,
    interval: 1,
    retries: 0,
  } as const;
  const traffic = { ...world.kept.traffic, testEndpoint: async () => undefined };
  const request = { ...REQUEST, checks: [check] };
  await expect(putService({ ...world.ports, traffic }, SERVICE, request, 'somebody', DEFAULTS)).rejects.toMatchObject({
    code: 'ChecksUnreachable',
  });
  expect(world.book.count('services.put') + world.book.count('alarms.make')).toBe(0);
});

test('a minimum of requests behind a Network Load Balancer, which counts none, is refused and changes nothing', async () => {
  const world = await aWorld();
  world.surroundings.targetGroup = { balancer: { kind: 'network', internal: false } };
  const before = await world.kept.services.get(SERVICE);
  const message = expect.stringMatching(/Network Load Balancer/);
  await expect(put(world, { minimumRequests: 5 })).rejects.toMatchObject({ code: 'BadRequest', message });
  expect(await world.kept.services.get(SERVICE)).toEqual(before);
  expect(world.alarms.made.size).toBe(0);
});
