import type {
  DescribeTaskDefinitionResponse,
  ListTagsForResourceResponse,
  ListTaskDefinitionsResponse,
  RunTaskResponse,
} from '@aws-sdk/client-ecs';
import { describe, expect, test } from 'vitest';
import { AnEcs, BLUE, ROLLING, shifting } from './an-ecs.ts';

async function aWorld(): Promise<AnEcs> {
  const world = new AnEcs();
  await world.service(ROLLING);
  return world;
}

describe('task definitions', () => {
  test('keep what they were given, count revisions, and give tags when they are asked for', async () => {
    const world = new AnEcs();
    const runtimePlatform = { cpuArchitecture: 'X86_64', operatingSystemFamily: 'LINUX' } as const;
    await world.version('1', 'good', { runtimePlatform, tags: [{ key: 'version', value: '1' }] });
    await world.version('2');
    const first = await world.call<DescribeTaskDefinitionResponse>('DescribeTaskDefinition', {
      taskDefinition: 'web:1',
      include: ['TAGS'],
    });
    expect(first).toMatchObject({
      taskDefinition: { revision: 1, runtimePlatform },
      tags: [{ key: 'version', value: '1' }],
    });
    const newest = await world.call<DescribeTaskDefinitionResponse>('DescribeTaskDefinition', {
      taskDefinition: 'web',
    });
    expect(newest.taskDefinition?.revision).toBe(2);
    expect(newest.tags).toBeUndefined();
  });

  test('that are deregistered are INACTIVE and cannot be deployed', async () => {
    const world = await aWorld();
    await world.version('2');
    await world.call('DeregisterTaskDefinition', { taskDefinition: 'web:2' });
    const request = { familyPrefix: 'web', status: 'INACTIVE' };
    const listed = await world.call<ListTaskDefinitionsResponse>('ListTaskDefinitions', request);
    expect(listed.taskDefinitionArns).toEqual([expect.stringMatching(/web:2$/)]);
    await expect(world.update({ taskDefinition: 'web:2' })).rejects.toMatchObject({ name: 'ClientException' });
  });

  test('with something that a process cannot honour are refused by name', async () => {
    const world = new AnEcs();
    const container = { name: 'web', image: 'x', memory: 1, healthCheck: { command: ['true'] } };
    const request = { family: 'web', containerDefinitions: [container] };
    await expect(world.call('RegisterTaskDefinition', request)).rejects.toThrow(/healthCheck of container 'web'/);
  });
});

describe('what Amazon ECS refuses', () => {
  test.each([
    [
      'a BLUE_GREEN without a bake',
      { strategy: 'BLUE_GREEN' as const, bakeTimeInMinutes: undefined },
      /bakeTimeInMinutes is required/,
    ],
    ['a bake of more than a day', { bakeTimeInMinutes: 1441 }, /between 0 and 1440/],
    [
      'a canary of 0.05 percent',
      { strategy: 'CANARY' as const, canaryConfiguration: { canaryPercent: 0.05 } },
      /between 0.1/,
    ],
    [
      'a linear step of 2 percent',
      { strategy: 'LINEAR' as const, linearConfiguration: { stepPercent: 2 } },
      /between 3/,
    ],
    [
      'a breaker outside ROLLING',
      { deploymentCircuitBreaker: { enable: true, rollback: true } },
      /only be used with the ROLLING/,
    ],
    [
      'a PAUSE while traffic shifts',
      { lifecycleHooks: [{ targetType: 'PAUSE' as const, lifecycleStages: ['PRODUCTION_TRAFFIC_SHIFT' as const] }] },
      /cannot be configured at the PRODUCTION_TRAFFIC_SHIFT/,
    ],
    ['a maximum of 100 while zones are rebalanced', { maximumPercent: 100 }, /Availability Zone rebalancing/],
  ])('%s', async (_name, configuration, message) => {
    const world = new AnEcs();
    await world.call('CreateCluster', { clusterName: 'shop' });
    const taskDefinition = await world.version('1');
    const request = { cluster: 'shop', serviceName: 'web', taskDefinition, ...shifting('BLUE_GREEN', configuration) };
    const refused = expect(world.call('CreateService', request)).rejects;
    await refused.toMatchObject({ name: 'InvalidParameterException', message: expect.stringMatching(message) });
  });

  test('a rule that does not forward to both target groups', async () => {
    const world = new AnEcs();
    world.balancer.rules.set('arn:rule/production', { [BLUE]: 1 });
    await expect(world.service(shifting('BLUE_GREEN'))).rejects.toThrow(/Both targetGroup and alternateTargetGroup/);
  });

  test('a CANARY without a load balancer', async () => {
    const world = new AnEcs();
    await expect(world.service({ ...shifting('CANARY'), loadBalancers: [] })).rejects.toThrow(
      /requires a load balancer/,
    );
  });

  test('clusters, services and deployments that are not there', async () => {
    const world = await aWorld();
    const named = (name: string): object => expect.objectContaining({ name });
    const call = (operation: string, input: object): Promise<unknown> => world.call(operation, input);
    await expect(call('UpdateService', { cluster: 'no', service: 'web' })).rejects.toEqual(
      named('ClusterNotFoundException'),
    );
    await expect(call('UpdateService', { cluster: 'shop', service: 'no' })).rejects.toEqual(
      named('ServiceNotFoundException'),
    );
    const stop = call('StopServiceDeployment', { serviceDeploymentArn: 'arn:no' });
    await expect(stop).rejects.toEqual(named('ServiceDeploymentNotFoundException'));
  });

  test('a service that is deleted', async () => {
    const world = await aWorld();
    const service = { cluster: 'shop', service: 'web' };
    await expect(world.call('DeleteService', service)).rejects.toThrow(/scaled above 0/);
    await world.call('DeleteService', { ...service, force: true });
    await world.pass(1);
    expect((await world.describe()).status).toBe('INACTIVE');
    expect(world.processes.running).toEqual([]);
    await expect(world.update({ desiredCount: 1 })).rejects.toMatchObject({ name: 'ServiceNotActiveException' });
  });
});

describe('UpdateService', () => {
  test('starts no deployment for what does not trigger one', async () => {
    const world = await aWorld();
    const before = (await world.deployment()).serviceDeploymentArn;
    await world.update({ desiredCount: 3, taskDefinition: 'web:1', deploymentConfiguration: { maximumPercent: 150 } });
    await world.pass(1);
    expect((await world.deployment()).serviceDeploymentArn).toBe(before);
    expect((await world.describe()).runningCount).toBe(3);
    await world.update({ forceNewDeployment: true });
    expect((await world.deployment()).serviceDeploymentArn).not.toBe(before);
  });
});

describe('tasks', () => {
  test('take the digest that the first task of their deployment found, though the tag moves', async () => {
    const world = await aWorld();
    const { targetServiceRevision } = await world.deployment();
    const [image] = (await world.revision(targetServiceRevision?.arn)).containerImages ?? [];
    world.images.push('shop/web:1', 'crash');
    world.processes.running[0]?.end({ exitCode: 1 });
    await world.pass(1);
    const digests = (await world.tasks()).map((task) => task.containers?.[0]?.imageDigest);
    expect(digests).toEqual([image?.imageDigest, image?.imageDigest]);
  });

  test('whose image is not there stop with the reason', async () => {
    const world = await aWorld();
    const { taskDefinition } = await world.call<DescribeTaskDefinitionResponse>('RegisterTaskDefinition', {
      family: 'web',
      memory: '1',
      containerDefinitions: [{ name: 'web', image: 'shop/web:none', portMappings: [{ containerPort: 8080 }] }],
    });
    await world.update({ taskDefinition: taskDefinition?.taskDefinitionArn });
    const [task] = await world.tasks('STOPPED');
    expect(task).toMatchObject({
      lastStatus: 'STOPPED',
      stopCode: 'TaskFailedToStart',
      stoppedReason: 'CannotPullContainerError: shop/web:none: not found',
    });
  });

  test('tell of each status with a version that rises', async () => {
    const world = await aWorld();
    const [task] = await world.tasks();
    world.processes.running[0]?.end({ exitCode: 3 });
    await world.clock.advance(0);
    const told = world.events
      .filter(({ detailType, resources }) => detailType === 'ECS Task State Change' && resources[0] === task?.taskArn)
      .map(({ detail }) => detail);
    expect(told).toMatchObject([
      { lastStatus: 'PROVISIONING', version: 1, group: 'service:web' },
      { lastStatus: 'PENDING', version: 2 },
      { lastStatus: 'RUNNING', version: 3, desiredStatus: 'RUNNING' },
      { lastStatus: 'DEACTIVATING', version: 4, desiredStatus: 'STOPPED' },
      { lastStatus: 'DEPROVISIONING', version: 5, stopCode: 'EssentialContainerExited' },
      {
        lastStatus: 'STOPPED',
        version: 6,
        containers: [{ exitCode: 3, imageDigest: expect.stringMatching(/^sha256:/) }],
      },
    ]);
  });

  test('of RunTask run a command of their own and leave its lines', async () => {
    const world = await aWorld();
    const overrides = { containerOverrides: [{ name: 'web', command: ['migrate'] }] };
    const ran = await world.call<RunTaskResponse>('RunTask', { cluster: 'shop', taskDefinition: 'web', overrides });
    const arn = ran.tasks?.[0]?.taskArn ?? '';
    expect(world.processes.all.at(-1)?.start).toMatchObject({ command: ['migrate'], environment: { PORT: '20002' } });
    expect(world.ecs.logs(arn)).toEqual(['started good']);
  });

  test('of RunTask are started once for a clientToken, which is good for one request and one day', async () => {
    const world = await aWorld();
    const request = { cluster: 'shop', taskDefinition: 'web', clientToken: 'one', startedBy: 'a/b_c-1' };
    const arnOf = async (): Promise<string | undefined> =>
      (await world.call<RunTaskResponse>('RunTask', request)).tasks?.[0]?.taskArn;
    const first = await arnOf();
    expect(await arnOf()).toBe(first);
    await expect(world.call('RunTask', { ...request, count: 2 })).rejects.toMatchObject({ name: 'ConflictException' });
    await world.pass(24 * 60 + 1);
    expect(await arnOf()).not.toBe(first);
  });

  test('of RunTask with a dot in startedBy are refused, as on AWS', async () => {
    const world = await aWorld();
    const request = { cluster: 'shop', taskDefinition: 'web', startedBy: 'web-1.0.0' };
    await expect(world.call('RunTask', request)).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });
});

test('tags are added, read and taken away', async () => {
  const world = await aWorld();
  const { serviceArn: resourceArn } = await world.describe();
  await world.call('TagResource', { resourceArn, tags: [{ key: 'belay:managed', value: 'true' }] });
  const listed = await world.call<ListTagsForResourceResponse>('ListTagsForResource', { resourceArn });
  expect(listed.tags).toEqual([{ key: 'belay:managed', value: 'true' }]);
  await world.call('UntagResource', { resourceArn, tagKeys: ['belay:managed'] });
  expect((await world.describe()).tags).toEqual([]);
});

test('stopping a deployment needs its service and itself allowed, with cluster and tags as conditions', async () => {
  const world = await aWorld();
  const { serviceArn: resourceArn } = await world.describe();
  await world.call('TagResource', { resourceArn, tags: [{ key: 'belay:managed', value: 'true' }] });
  const { serviceDeploymentArn } = await world.deployment();
  const stop = world.ecs.service.operations.StopServiceDeployment;
  const input = { serviceDeploymentArn } as never;
  expect(stop?.permissions(input)).toEqual([
    {
      action: 'ecs:StopServiceDeployment',
      resource: resourceArn,
      context: { 'ecs:cluster': expect.stringMatching(/cluster\/shop$/), 'aws:ResourceTag/belay:managed': 'true' },
    },
    {
      action: 'ecs:StopServiceDeployment',
      resource: serviceDeploymentArn,
      context: { 'ecs:cluster': expect.stringMatching(/cluster\/shop$/), 'ecs:service': resourceArn },
    },
  ]);
});
