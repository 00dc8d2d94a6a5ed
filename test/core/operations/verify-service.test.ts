import { expect, test } from 'vitest';
import type { Finding } from '../../../core/domain/finding.ts';
import type { ServiceTruth } from '../../../core/domain/truth.ts';
import { verifyService } from '../../../core/operations/verify-service.ts';
import { aCommand, aDeployment, aDigest, SERVICE } from '../../builders.ts';
import type { FakeLogs } from '../../fakes/fake-logs.ts';
import type { FakeSurroundings } from '../../fakes/fake-surroundings.ts';
import { fakeWorld, type World, type WorldOptions } from '../../fakes/fake-world.ts';
import { CASES, containers, ROLE } from './verify-cases.ts';

async function verify(
  change: (world: World) => unknown = () => undefined,
  { version = '1.1.0', ...options }: WorldOptions & { version?: string | undefined } = {},
): Promise<readonly Finding[]> {
  const world = await fakeWorld(options);
  await change(world);
  const { findings } = await verifyService(world.ports, SERVICE, version);
  return findings;
}

const THEIRS = 'arn:aws:ssm:us-east-1:111111111111:parameter/app/a';
const refusals = (findings: readonly Finding[]): readonly string[] =>
  findings.flatMap((one) => (one.status === 'refused' ? [`${one.check} ${one.code}`] : []));
const of = (check: string, findings: readonly Finding[]): Finding | undefined =>
  findings.find((one) => one.check === check);

test('a service that is right has nothing refused, and nothing that could not be looked at', async () => {
  const findings = await verify();
  expect(findings.filter(({ status }) => status === 'refused' || status === 'unknown')).toEqual([]);
  expect(of('capacity', findings)?.because).toMatch(/^2 more tasks \(\S+ vCPU\) .* 90 of 100 vCPU are free$/);
  expect(of('addresses', findings)?.because).toBe('2 more addresses are taken, and 500 are free');
});

test.each<[string, Partial<ServiceTruth>, string]>([
  ['instances', { launchType: 'EC2' }, 'on instances that Belay cannot see'],
  ['Fargate, on demand and Spot', { capacityProviders: ['FARGATE', 'FARGATE_SPOT'] }, 'in parts that ECS chooses'],
])('room on %s is told with what to look at', async (_, { launchType, ...service }, because) => {
  const findings = await verify(({ surroundings }) => {
    surroundings.service = { ...service, launchType };
  });
  const next = expect.stringMatching(/^aws /);
  expect(of('capacity', findings)).toMatchObject({
    status: 'unknown',
    because: expect.stringContaining(because),
    next,
  });
});

test('room on Fargate Spot is counted against a quota of its own', async () => {
  const findings = await verify(({ surroundings }) => {
    surroundings.service = { launchType: undefined, capacityProviders: ['FARGATE_SPOT'] };
    surroundings.vcpu = undefined;
  });
  expect(of('capacity', findings)).toMatchObject({
    status: 'unknown',
    because: expect.stringContaining('no usage of Fargate'),
    next: expect.stringContaining('L-36FBB829'),
  });
  expect(of('spot', findings)).toMatchObject({ status: 'warning' });
});

test('a strategy that starts nothing beside the old tasks asks for no room', async () => {
  const findings = await verify(
    ({ surroundings }) => {
      surroundings.vcpu = { most: 6, taken: 6 };
      surroundings.addresses.set('subnet-1', 0).set('subnet-2', 0);
    },
    { settings: { strategy: 'immediate' } },
  );
  expect(of('capacity', findings)).toMatchObject({ status: 'ok' });
  expect(of('addresses', findings)).toMatchObject({ status: 'ok' });
});

test('a subnet that is full is warned of where others have room, and one that is gone is told', async () => {
  const full = await verify(({ surroundings }) => surroundings.addresses.set('subnet-2', 0));
  expect(full.filter(({ check }) => check === 'addresses')).toMatchObject([
    { status: 'ok' },
    { status: 'warning', what: 'subnet-2' },
  ]);
  const gone = await verify(({ surroundings }) => surroundings.gone.add('subnet-2'));
  expect(of('addresses', gone)).toMatchObject({
    status: 'unknown',
    because: expect.stringContaining("'subnet-2' does not exist"),
  });
});

test('looking changes nothing', async () => {
  const world = await fakeWorld();
  await verifyService(world.ports, SERVICE, '1.1.0');
  const reading =
    /\.(service|recent|deployment|revisions|taskDefinition|weights|health|targetGroup|ruleIsThere|testEndpoint|describe|encryptionKey|read|isThere|forTasks|fargate|freeAddresses|get|head)$/;
  expect(world.book.calls.filter((call) => !reading.test(call))).toEqual([]);
});

test.each(CASES)('$name is refused, with the next move', async ({ around, found, weights, change, refused, next }) => {
  const findings = await verify((world) => {
    Object.assign(world.surroundings, around);
    if (found !== undefined) world.service.configuration = JSON.stringify(found);
    if (weights !== undefined) world.service.weights = () => weights;
    return change?.(world);
  });
  expect(refusals(findings)).toEqual(refused);
  const first = findings.find(({ status }) => status === 'refused');
  expect(first && 'next' in first && first.next).toMatch(next);
});

test('all failures come in one run', async () => {
  const findings = await verify(({ surroundings, alarms }) => {
    surroundings.service = { managed: false };
    surroundings.taskDefinition = { cpuArchitecture: 'ARM64', taskRole: ROLE, unknownFields: ['newField'] };
    surroundings.gone.add('listener-rule/test');
    alarms.set('web-5xx', 'ALARM');
  });
  expect(refusals(findings)).toEqual([
    'managed-tag NotAllowed',
    'platform Unsupported',
    'unknown-field UnknownField',
    'task-roles NotAllowed',
    'listener-rule NotWired',
    'alarms AlarmAlreadyFiring',
  ]);
});

test('a version that nobody pushed is a finding among others, and so is none', async () => {
  const findings = await verify(({ alarms }) => alarms.set('web-5xx', 'ALARM'), { version: '9.9.9' });
  expect(refusals(findings)).toEqual(['image UnknownVersion', 'alarms AlarmAlreadyFiring']);
  const world = await fakeWorld();
  const none = await verifyService(world.ports, SERVICE, undefined);
  expect(of('image', none.findings)).toMatchObject({ status: 'unknown', next: `belay verify ${SERVICE} <version>` });
});

test('a denied version is refused with the verb that allows it', async () => {
  const findings = await verify(async ({ kept }) => {
    const entry = { since: '2026-11-20T10:00:00.000Z', because: 'bad', deployment: aDeployment().id };
    await kept.services.hold(SERVICE, entry, { ...entry, digest: aDigest(2) });
  });
  expect(refusals(findings)).toEqual(['denied Denied']);
  expect(of('denied', findings)).toMatchObject({ next: `belay lift ${SERVICE} --digest ${aDigest(2)}` });
  expect(of('hold', findings)).toMatchObject({ status: 'warning', next: `belay lift ${SERVICE}` });
});

test('checks that cannot be reached are refused, and without checks only told', async () => {
  const check = {
    id: 'a',
    name: 'a',
    type: 'http',
    when: 'before',
    url: '/',
    method: 'GET',
    expectedStatus: 200,
    timeout: 1,
    interval: 1,
    retries: 0,
  } as const;
  const change = (world: World): void => {
    world.surroundings.targetGroup = { balancer: { kind: 'application', internal: true } };
    world.kept.traffic.testEndpoint = async () => undefined;
  };
  expect(refusals(await verify(change, { settings: { checks: [check] } }))).toEqual(['http-checks ChecksUnreachable']);
  for (const checks of [[], [aCommand()], [{ ...check, when: 'after' as const }]])
    expect(of('http-checks', await verify(change, { settings: { checks } }))).toMatchObject({
      status: 'warning',
      because: expect.stringContaining('internal'),
    });
});

test('a service that has no way back is told to be deployed with --first', async () => {
  const findings = await verify(undefined, { ranBefore: false });
  expect(of('way-back', findings)).toMatchObject({ status: 'warning', next: expect.stringContaining('--first') });
});

test('what may not be looked at is told, and the rest is looked at', async () => {
  const findings = await verify(({ book }) => {
    for (const call of ['ecs.taskDefinition', 'traffic.targetGroup', 'alarms.read', 'registry.encryptionKey'])
      book.fail(call, 'AccessDeniedException', 9);
  });
  for (const check of ['task-definition', 'target-group', 'alarms', 'repository-key'])
    expect(of(check, findings)).toMatchObject({ status: 'unknown', next: expect.stringMatching(/^aws /) });
  expect(of('managed-tag', findings)).toMatchObject({ status: 'ok' });
});

test('a cluster that the stack does not cover is refused with the way to cover it', async () => {
  const findings = await verify(({ book }) => book.fail('ecs.service', 'AccessDeniedException', 9));
  expect(of('service', findings)).toMatchObject({ status: 'refused', next: expect.stringContaining('-c clusters=') });
});

test('a key of the owner and a parameter of another account are told with what to look at', async () => {
  const findings = await verify(({ registry, surroundings }) => {
    registry.key = 'arn:aws:kms:us-east-1:000000000000:key/1';
    surroundings.taskDefinition = { containers: containers({ secrets: { A: THEIRS, B: 'app-b' } }) };
  });
  expect(of('repository-key', findings)).toMatchObject({
    status: 'warning',
    next: expect.stringContaining('kms describe-key'),
  });
  expect(findings.filter(({ check }) => check === 'parameters')).toMatchObject([
    { status: 'unknown', what: THEIRS, next: expect.stringContaining('ssm get-parameter --name /app/a') },
    { status: 'ok', what: 'app-b' },
  ]);
});

const WEB_ROLE = 'arn:aws:iam::000000000000:role/example/web';

test.each([
  ['that is there', () => {}, 'ok'],
  ['that is not there', ({ gone }: FakeSurroundings) => gone.add(WEB_ROLE), 'refused'],
  ['that does not trust tasks', ({ untrusting }: FakeSurroundings) => untrusting.add(WEB_ROLE), 'refused'],
])('a role %s', async (_, arrange, status) => {
  const findings = await verify(({ surroundings }) => {
    surroundings.taskDefinition = { taskRole: WEB_ROLE, executionRole: WEB_ROLE };
    arrange(surroundings);
  });
  expect(findings.filter(({ check }) => check === 'role-exists')).toMatchObject([{ status, what: WEB_ROLE }]);
});

test('a role that the stack may not hand out is refused for that, and not looked for', async () => {
  const findings = await verify(({ surroundings }) => {
    surroundings.taskDefinition = { taskRole: 'arn:aws:iam::000000000000:role/other', executionRole: WEB_ROLE };
  });
  expect(findings.filter(({ check }) => check === 'role-exists')).toMatchObject([{ status: 'ok', what: WEB_ROLE }]);
});

test.each([
  ['that is there', (logs: FakeLogs) => logs.groups.add('/ecs/web'), 'ok'],
  ['that is not there', () => {}, 'refused'],
  ['that Belay may not read', (logs: FakeLogs) => logs.closed.add('/ecs/web'), 'unknown'],
])('a log group %s', async (_, arrange, status) => {
  const findings = await verify(({ logs, surroundings }) => {
    surroundings.taskDefinition = { containers: containers({ logGroup: '/ecs/web' }) };
    arrange(logs);
  });
  expect(of('log-group', findings)).toMatchObject({ status, what: '/ecs/web' });
});

test('a log group that is made by who starts the task need not be there', async () => {
  const findings = await verify(({ surroundings }) => {
    surroundings.taskDefinition = { containers: containers({ logGroup: '/ecs/web', makesLogGroup: true }) };
  });
  expect(findings.filter(({ check }) => check === 'log-group')).toEqual([]);
});

test('a service that nobody told Belay of is refused', async () => {
  const world = await fakeWorld();
  const other = { ...world.ports.services, get: async () => undefined };
  await expect(verifyService({ ...world.ports, services: other }, SERVICE, '1.1.0')).rejects.toMatchObject({
    code: 'UnknownService',
  });
});
