import { expect, test } from 'vitest';
import { parseServiceKey } from '../../../core/domain/names.ts';
import { Refused } from '../../../core/domain/refused.ts';
import { type AdoptRequest, adopt } from '../../../core/operations/adopt.ts';
import { aDigest, SERVICE, USUAL_DEFAULTS } from '../../builders.ts';
import { fakeWorld, NEW, OLD, type World } from '../../fakes/fake-world.ts';

const IMAGE = `000000000000.dkr.ecr.us-east-1.amazonaws.com/web@${OLD.digest}`;
const WRITES = /^(ecs\.(update|continue|stop|register)|machines\.|schedules\.)/;

/** The service of the world, which Belay was not told about yet. */
async function strange(options: Parameters<typeof fakeWorld>[0] = {}): Promise<World> {
  const world = await fakeWorld({ ranBefore: false, ...options });
  await world.kept.services.remove(SERVICE);
  world.service.ranBefore({ web: IMAGE });
  return world;
}

function ask(world: World, change: Partial<AdoptRequest> = {}) {
  return adopt(world.ports, {
    environment: 'staging',
    dryRun: false,
    by: 'somebody',
    defaults: USUAL_DEFAULTS,
    ...change,
  });
}

test('a service that runs is written down by digest, and nothing in AWS is touched', async () => {
  const world = await strange({ found: '{"alarms":{"enable":true,"rollback":true,"alarmNames":["their-alarm"]}}' });
  const { services } = await ask(world);
  expect(services).toMatchObject([
    { service: 'staging/web', outcome: 'adopted', runs: OLD, containers: { web: 'web' } },
  ]);
  expect(await world.kept.services.get(SERVICE)).toMatchObject({
    settings: { cluster: 'example', policy: { kind: 'manual' }, alarms: ['their-alarm'], updatedBy: 'somebody' },
  });
  expect((await world.kept.deployments.head(SERVICE)).serving).toEqual({
    ...OLD,
    taskDefinition: world.service.taskDefinition,
    serviceDeployment: world.service.deployments[0]?.arn,
    group: 'blue',
  });
  expect(await world.kept.versions.get('web', OLD.digest)).toMatchObject({ tags: ['1.0.0'], decisions: [] });
  expect(world.book.calls.filter((call) => WRITES.test(call))).toEqual([]);
});

test('a service that names no alarm is adopted as if it had been put: watched, and with what the stack says', async () => {
  const world = await strange({ found: '{}' });
  world.surroundings.targetGroup = { balancer: { kind: 'network', internal: false }, untilHealthy: 30 };
  const rollback = { automatic: false, threshold: 2 };
  const defaults = { ...USUAL_DEFAULTS, rollback };
  const dry = await ask(world, { environment: 'production', defaults, dryRun: true });
  expect(world.alarms.made.size).toBe(0);
  const { services } = await ask(world, { environment: 'production', defaults });
  const made = 'belay-production-web-5xx';
  for (const [proposal] of [dry.services, services])
    expect(proposal).toMatchObject({
      alarms: [made],
      madeAlarm: made,
      missing: expect.not.arrayContaining([expect.objectContaining({ kind: 'alarm' })]),
    });
  const key = parseServiceKey('production/web');
  expect(await world.kept.services.get(key)).toMatchObject({
    settings: {
      alarms: [made],
      madeAlarm: made,
      rollback: { ...rollback, minimumRequests: 20 },
      pace: { balancer: 'network', untilHealthy: 30 },
      approval: { count: 1 },
    },
  });
  expect(world.alarms.made.get(made)).toMatchObject({ service: key, threshold: 2 });
});

test('what runs under `latest` is the digest that ECS resolved, not where the tag points now', async () => {
  const world = await strange();
  world.registry.push('web', OLD.digest, 'latest');
  world.registry.push('web', NEW.digest, 'latest');
  world.service.definitions = {
    containers: [{ name: 'web', image: '000000000000.dkr.ecr.us-east-1.amazonaws.com/web:latest' }],
  };
  const { services } = await ask(world);
  expect(services[0]?.runs).toMatchObject({ digest: OLD.digest, version: '1.0.0' });
  expect((await world.kept.deployments.head(SERVICE)).serving?.digest).toBe(OLD.digest);
});

test('a dry run shows the same and writes nothing', async () => {
  const world = await strange();
  const { services } = await ask(world, { dryRun: true });
  expect(services).toMatchObject([{ outcome: 'proposed', runs: OLD }]);
  expect(await world.kept.services.get(SERVICE)).toBeUndefined();
  expect(await world.kept.deployments.head(SERVICE)).toEqual({ service: SERVICE });
});

test('a service that is adopted keeps its settings, its environment and what it is held for', async () => {
  const world = await fakeWorld();
  const before = await world.kept.services.get(SERVICE);
  const { services } = await ask(world, { environment: 'other' });
  expect(services).toMatchObject([{ service: 'staging/web', outcome: 'already' }]);
  expect(await world.kept.services.get(SERVICE)).toEqual(before);
});

test.each(['versions.record', 'deployments.noteServing', 'services.put', 'alarms.make'])(
  'adopting again after a fault at %s completes it',
  async (call) => {
    const world = await strange({ found: '{}' });
    world.book.fail(call, 'InternalServerError');
    await expect(ask(world)).rejects.toThrow('scripted');
    await ask(world);
    expect((await world.kept.deployments.head(SERVICE)).serving).toMatchObject(OLD);
    expect(await world.kept.versions.get('web', OLD.digest)).toBeDefined();
    expect(await world.kept.services.get(SERVICE)).toBeDefined();
  },
);

test.each([
  [{ controller: 'CODE_DEPLOY' }, '--deployment-controller type=ECS'],
  [{ controller: 'EXTERNAL' }, 'task sets'],
  [{ schedulingStrategy: 'DAEMON' }, 'one task on each instance'],
  [{ keptByEcs: true }, 'update-express-gateway-service'],
  [{ revisions: ['one', 'two'] }, 'under way'],
])('%j cannot be adopted, and its owner is told the way', async (shape, way) => {
  const world = await strange();
  world.service.shape = shape;
  const { services } = await ask(world);
  expect(services).toMatchObject([{ outcome: 'impossible', because: expect.stringContaining(way) }]);
  expect(await world.kept.services.get(SERVICE)).toBeUndefined();
});

test.each([
  [{ 'copilot-application': 'shop' }, 'Copilot'],
  [{ 'aws:proton:service': 'shop' }, 'Proton'],
  [{ ManagedBy: 'ecspresso' }, 'ecspresso'],
  [{ 'aws:cloudformation:stack-name': 'shop' }, 'stack shop'],
])('a service with the tags %j is adopted, with a word about who else deploys it', async (tags, who) => {
  const world = await strange();
  world.service.shape = { tags };
  const { services } = await ask(world);
  expect(services[0]?.outcome).toBe('adopted');
  expect(services[0]?.notes.join()).toContain(who);
});

test('what the stack was not given is printed ready to paste', async () => {
  const world = await strange();
  const role = 'arn:aws:iam::000000000000:role/other/task';
  world.service.definitions = {
    executionRole: role,
    containers: [{ name: 'web', image: IMAGE, logs: { driver: 'awslogs', group: '/app/web', prefix: 'web' } }],
  };
  const { services } = await ask(world, { dryRun: true });
  const pasted = Object.fromEntries(services[0]?.missing.map(({ kind, paste }) => [kind, paste]) ?? []);
  expect(pasted).toMatchObject({
    tag: 'aws ecs tag-resource --resource-arn arn:aws:ecs:us-east-1:000000000000:service/example/web --tags key=belay:managed,value=true',
    role: `npx cdk deploy Belay -c 'taskRoles=${role}'`,
    'log-group': "npx cdk deploy Belay -c 'logGroups=/ecs/*,/app/web'",
  });
});

test('the version is that of the container behind the load balancer, whatever stands beside it', async () => {
  const world = await strange();
  const agent = IMAGE.replace('/web@', '/agent@').replace(OLD.digest, NEW.digest);
  world.service.definitions = {
    containers: [
      { name: 'agent', image: agent },
      { name: 'web', image: IMAGE },
      { name: 'proxy', image: 'public.ecr.aws/nginx/nginx:1' },
    ],
  };
  const [proposal] = (await ask(world, { dryRun: true })).services;
  expect(proposal).toMatchObject({ runs: OLD, containers: { web: 'web', agent: 'agent' } });
  expect(proposal?.notes).toEqual([
    expect.stringMatching(/^proxy stays as it is/),
    expect.stringMatching(/^It runs web and agent; Belay deploys one/),
  ]);
});

test('a repository of another account is named, and never taken for ours of the same name', async () => {
  const world = await strange();
  const image = `111122223333.dkr.ecr.eu-west-1.amazonaws.com/web@${OLD.digest}`;
  world.service.definitions = { containers: [{ name: 'web', image }] };
  const { services } = await ask(world);
  expect(services[0]?.missing).toContainEqual(
    expect.objectContaining({ kind: 'repository', paste: expect.stringContaining('put-replication-configuration') }),
  );
  expect(services[0]?.outcome).toBe('impossible');
  expect(world.book.count('registry.')).toBe(0);
});

test('an image that the registry has lost is said to be no way back', async () => {
  const world = await strange();
  world.registry.remove('web', OLD.digest);
  const { services } = await ask(world);
  expect(services[0]?.notes.join()).toContain('no way back');
  expect(await world.kept.versions.get('web', aDigest(1))).toBeUndefined();
});

test('an image that cannot be read keeps no service from being adopted', async () => {
  const world = await strange();
  world.book.before('registry.describe', () => {
    throw new Refused('Unsupported', 'too large');
  });
  expect((await ask(world)).services).toMatchObject([{ outcome: 'adopted', notes: ['too large'] }]);
});

test('a cluster that the stack does not name is refused before anything is asked of it', async () => {
  const world = await strange();
  await expect(ask(world, { cluster: 'shop' })).rejects.toMatchObject({
    code: 'OutOfReach',
    message: expect.stringContaining("-c 'clusters=example,shop'"),
  });
  expect(world.book.calls).toEqual([]);
});

test('a service that ECS does not have is refused with the names of those it has', async () => {
  const world = await strange();
  await expect(ask(world, { services: ['wep'] })).rejects.toMatchObject({
    code: 'NotRunning',
    message: expect.stringMatching(/It has web/),
  });
});
