import { createServer } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { stateFilesInMemory } from '../../../local/kernel/state-files.ts';
import { aBlueGreen, anElb, aProcess, freePort, send } from './an-elb.ts';

test('ARNs and attributes are in the form of AWS', async () => {
  const { blue, loadBalancer, listener, rule } = await aBlueGreen();
  const root = 'arn:aws:elasticloadbalancing:us-east-1:000000000000';
  expect(blue).toMatch(new RegExp(`^${root}:targetgroup/Stack-Blue-[0-9a-f]{12}/[0-9a-f]{16}$`));
  expect(loadBalancer.ref).toMatch(new RegExp(`^${root}:loadbalancer/app/Stack-Balancer-[0-9a-f]{12}/[0-9a-f]{16}$`));
  expect(listener).toMatch(new RegExp(`^${root}:listener/app/Stack-Balancer-[0-9a-f]{12}/[0-9a-f]{16}/[0-9a-f]{16}$`));
  expect(rule).toMatch(
    new RegExp(`^${root}:listener-rule/app/Stack-Balancer-[0-9a-f]{12}/[0-9a-f]{16}/[0-9a-f]{16}/[0-9a-f]{16}$`),
  );
  expect(loadBalancer.attributes).toMatchObject({
    DNSName: '127.0.0.1',
    LoadBalancerFullName: loadBalancer.ref.split('loadbalancer/')[1],
    CanonicalHostedZoneID: 'Z35SXDOTRQ7X7K',
  });
});

test('live weights survive a new start, until the template itself says otherwise', async () => {
  const files = stateFilesInMemory();
  const port = await freePort();
  const first = await aBlueGreen({ files, port });
  first.elb.setWeights(first.rule, { [first.blue]: 0, [first.green]: 100 });
  await first.elb.stop();

  const second = await aBlueGreen({ files, port });
  expect(second.rule).toBe(first.rule);
  expect(second.elb.weights(second.rule)).toEqual({ [first.blue]: 0, [first.green]: 100 });
  const green = await aProcess('green');
  second.elb.register(second.green, green.target);
  expect((await send(second.url)).body).toBe('green');

  const changed = [
    { TargetGroupArn: first.blue, Weight: 50 },
    { TargetGroupArn: first.green, Weight: 50 },
  ];
  await second.provision('ListenerRule', 'Rule', {
    ...second.ruleProperties,
    Actions: [{ Type: 'forward', ForwardConfig: { TargetGroups: changed } }],
  });
  expect(second.elb.weights(second.rule)).toEqual({ [first.blue]: 50, [first.green]: 50 });
});

test('after a new start everything serves at once, and what templates no longer make is gone when they are up to date', async () => {
  const files = stateFilesInMemory();
  const first = await aBlueGreen({ files });
  await first.elb.stop();

  const { elb, provision } = await anElb({ files });
  const blue = await aProcess('blue');
  elb.register(first.blue, blue.target);
  expect((await send(first.url)).body).toBe('blue');

  await provision('LoadBalancer', 'Balancer', { Subnets: ['subnet-1'] });
  await elb.settle();
  expect(() => elb.weights(first.rule)).toThrow('not found');
  await expect(send(first.url)).rejects.toThrow();
});

test('each load balancer has an address of its own, the same after a new start', async () => {
  const files = stateFilesInMemory();
  const addresses = async () => {
    const { provision, elb } = await anElb({ files });
    const made = [await provision('LoadBalancer', 'One', {}), await provision('LoadBalancer', 'Two', {})];
    await elb.stop();
    return made.map(({ attributes }) => attributes.DNSName);
  };
  expect(await addresses()).toEqual(['127.0.0.1', '127.0.0.2']);
  expect(await addresses()).toEqual(['127.0.0.1', '127.0.0.2']);
});

test('a taken port is an error that names the port and the listener', async () => {
  const server = createServer();
  const port = await freePort();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  await expect(aBlueGreen({ port })).rejects.toThrow(
    new RegExp(`listener arn:aws:.*listener/app/Stack.* cannot have port ${port} of 127.0.0.1: another process has it`),
  );
});

test.each([
  ['LoadBalancer', { Type: 'network' }, 'only application load balancers'],
  [
    'LoadBalancer',
    { LoadBalancerAttributes: [{ Key: 'access_logs.s3.enabled', Value: 'true' }] },
    'access_logs.s3.enabled is not supported',
  ],
  ['TargetGroup', { Port: 80, Protocol: 'HTTPS', TargetType: 'ip' }, 'only HTTP is supported'],
  ['TargetGroup', { Port: 80, Protocol: 'HTTP', TargetType: 'lambda' }, 'only ip and instance targets'],
  [
    'TargetGroup',
    { Port: 80, Protocol: 'HTTP', TargetGroupAttributes: [{ Key: 'stickiness.enabled', Value: 'true' }] },
    'stickiness.enabled is not supported',
  ],
  ['TargetGroup', { Port: 80, Protocol: 'HTTP', Colour: 'blue' }, 'Colour'],
  [
    'Listener',
    { LoadBalancerArn: 'x', Port: 443, Protocol: 'HTTPS', DefaultActions: [] },
    'there are no certificates here',
  ],
  [
    'Listener',
    { LoadBalancerArn: 'x', Port: 8080, Protocol: 'HTTP', DefaultActions: [] },
    'One or more load balancers not found: x',
  ],
])('a %s with %j is refused with the reason', async (type, properties, problem) => {
  const { provision } = await anElb();
  await expect(provision(type, 'Thing', properties)).rejects.toThrow(problem);
});

test('a rule cannot have the priority of another one, nor forward to what is not there', async () => {
  const { provision, ruleProperties, rule } = await aBlueGreen();
  await expect(provision('ListenerRule', 'Second', ruleProperties)).rejects.toThrow(
    `Priority '10' is currently in use by ${rule}`,
  );
  const Actions = [{ Type: 'forward', TargetGroupArn: 'nothing' }];
  await expect(provision('ListenerRule', 'Third', { ...ruleProperties, Priority: 11, Actions })).rejects.toThrow(
    'One or more target groups not found: nothing',
  );
});
