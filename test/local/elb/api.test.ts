import { expect, test } from 'vitest';
import { callOf } from '../cloudwatch/a-cloudwatch.ts';
import { aBlueGreen, aProcess, send, until } from './an-elb.ts';

async function anApi() {
  const world = await aBlueGreen();
  return { ...world, call: callOf(world.elb.service.operations) };
}

test('everything can be described', async () => {
  const { call, blue, green, loadBalancer, listener, rule, port } = await anApi();
  expect(await call('DescribeLoadBalancers')).toMatchObject({
    LoadBalancers: [
      { LoadBalancerArn: loadBalancer.ref, DNSName: '127.0.0.1', State: { Code: 'active' }, Type: 'application' },
    ],
  });
  expect(await call('DescribeListeners', { LoadBalancerArn: loadBalancer.ref })).toMatchObject({
    Listeners: [{ ListenerArn: listener, Port: port, Protocol: 'HTTP', DefaultActions: [{ Type: 'fixed-response' }] }],
  });
  expect(await call('DescribeRules', { ListenerArn: listener })).toMatchObject({
    Rules: [
      {
        RuleArn: rule,
        Priority: '10',
        IsDefault: false,
        Actions: [
          {
            ForwardConfig: {
              TargetGroups: [
                { TargetGroupArn: blue, Weight: 1 },
                { TargetGroupArn: green, Weight: 0 },
              ],
            },
          },
        ],
      },
      { Priority: 'default', IsDefault: true, Conditions: [] },
    ],
  });
  expect(await call('DescribeTargetGroups', { TargetGroupArns: [blue] })).toMatchObject({
    TargetGroups: [
      {
        TargetGroupArn: blue,
        HealthCheckPath: '/health',
        Matcher: { HttpCode: '200' },
        LoadBalancerArns: [loadBalancer.ref],
      },
    ],
  });
  expect(await call('DescribeTargetGroupAttributes', { TargetGroupArn: blue })).toMatchObject({
    Attributes: expect.arrayContaining([{ Key: 'deregistration_delay.timeout_seconds', Value: '300' }]),
  });
  expect(await call('DescribeLoadBalancerAttributes', { LoadBalancerArn: loadBalancer.ref })).toMatchObject({
    Attributes: expect.arrayContaining([{ Key: 'idle_timeout.timeout_seconds', Value: '60' }]),
  });
  expect(await call('DescribeTags', { ResourceArns: [blue, rule] })).toEqual({
    TagDescriptions: [
      { ResourceArn: blue, Tags: [] },
      { ResourceArn: rule, Tags: [] },
    ],
  });
});

test('lists come in pages', async () => {
  const { call, blue, green } = await anApi();
  const first = await call('DescribeTargetGroups', { PageSize: 1 });
  expect(first).toMatchObject({ TargetGroups: [{ TargetGroupArn: blue }], NextMarker: '1' });
  const second = await call('DescribeTargetGroups', { PageSize: 1, Marker: '1' });
  expect(second).toMatchObject({ TargetGroups: [{ TargetGroupArn: green }] });
  expect(second.NextMarker).toBeUndefined();
});

test.each([
  ['DescribeLoadBalancers', { Names: ['x'] }, 'LoadBalancerNotFound'],
  ['DescribeListeners', { ListenerArns: ['x'] }, 'ListenerNotFound'],
  ['DescribeRules', { RuleArns: ['x'] }, 'RuleNotFound'],
  ['DescribeTargetHealth', { TargetGroupArn: 'x' }, 'TargetGroupNotFound'],
  ['ModifyRule', { RuleArn: 'x', Actions: [] }, 'RuleNotFound'],
  ['ModifyListener', { ListenerArn: 'x', DefaultActions: [] }, 'ListenerNotFound'],
  ['DescribeRules', {}, 'ValidationError'],
])('%s with %j is the error %s', async (operation, input, name) => {
  const { call } = await anApi();
  await expect(call(operation, input)).rejects.toMatchObject({ name });
});

test('targets come and go, and their health can be read', async () => {
  const { call, blue, url } = await anApi();
  const process = await aProcess('blue');
  const { id: Id, port: Port } = process.target;
  await call('RegisterTargets', { TargetGroupArn: blue, Targets: [{ Id, Port }] });
  expect(await call('DescribeTargetHealth', { TargetGroupArn: blue })).toEqual({
    TargetHealthDescriptions: [
      {
        Target: { Id, Port },
        HealthCheckPort: String(Port),
        TargetHealth: {
          State: 'initial',
          Reason: 'Elb.InitialHealthChecking',
          Description: 'Initial health checks in progress',
        },
      },
    ],
  });
  await until(() => process.checks > 0);
  expect((await send(url)).body).toBe('blue');
  await call('DeregisterTargets', { TargetGroupArn: blue, Targets: [{ Id }] });
  expect((await send(url)).status).toBe(503);
  expect(await call('DescribeTargetHealth', { TargetGroupArn: blue, Targets: [{ Id, Port }] })).toMatchObject({
    TargetHealthDescriptions: [{ TargetHealth: { State: 'unused', Reason: 'Target.NotRegistered' } }],
  });
  await expect(call('RegisterTargets', { TargetGroupArn: blue, Targets: [{ Id: '10.0.0.1' }] })).rejects.toMatchObject({
    name: 'InvalidTarget',
  });
});

test('ModifyRule and ModifyListener move traffic', async () => {
  const { call, blue, green, rule, listener, elb, url } = await anApi();
  elb.register(green, (await aProcess('green')).target);
  const forward = (one: number, other: number) => [
    {
      Type: 'forward',
      ForwardConfig: {
        TargetGroups: [
          { TargetGroupArn: blue, Weight: one },
          { TargetGroupArn: green, Weight: other },
        ],
      },
    },
  ];
  await call('ModifyRule', { RuleArn: rule, Actions: forward(0, 1) });
  expect((await send(url)).body).toBe('green');
  await call('ModifyListener', { ListenerArn: listener, DefaultActions: forward(0, 7) });
  expect(elb.weights(listener)).toEqual({ [blue]: 0, [green]: 7 });
  await expect(call('ModifyListener', { ListenerArn: listener, Port: 81 })).rejects.toThrow('Port is not supported');
});

test('a rule can be made and taken away', async () => {
  const { call, listener, url } = await anApi();
  const Actions = [{ Type: 'fixed-response', FixedResponseConfig: { StatusCode: '200', MessageBody: 'made' } }];
  const made = await call('CreateRule', {
    ListenerArn: listener,
    Priority: 1,
    Conditions: [{ Field: 'path-pattern', Values: ['/made'] }],
    Actions,
  });
  expect((await send(`${url}/made`)).body).toBe('made');
  const [, RuleArn] = /"RuleArn":"([^"]+)"/.exec(JSON.stringify(made)) ?? [];
  await call('DeleteRule', { RuleArn });
  expect((await send(`${url}/made`)).status).toBe(503);
});
