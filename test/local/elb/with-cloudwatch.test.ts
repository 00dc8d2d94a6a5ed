import { expect, onTestFinished, test } from 'vitest';
import { createCloudWatch } from '../../../local/cloudwatch/create-cloudwatch.ts';
import { createElb } from '../../../local/elb/create-elb.ts';
import { fullNameOf } from '../../../local/elb/names.ts';
import { ScaledClock } from '../../../local/kernel/scaled-clock.ts';
import { stateFilesInMemory } from '../../../local/kernel/state-files.ts';
import { startLoad } from '../../../local/load/start-load.ts';
import { callOf } from '../cloudwatch/a-cloudwatch.ts';
import { aProcess, aTargetGroup, freePort, until } from './an-elb.ts';

test('bad answers of real requests make the alarm fire, good ones calm it, and without requests it is neither', async () => {
  const clock = new ScaledClock(240);
  const files = stateFilesInMemory();
  const cloudwatch = createCloudWatch({ clock, files, emit: () => undefined });
  const elb = createElb({ clock, files, putMetric: cloudwatch.putMetric, log: () => undefined });
  await elb.start();
  onTestFinished(() => elb.stop());
  onTestFinished(() => cloudwatch.stop());
  const make = async (type: string, logicalId: string, properties: object) => {
    const context = { stack: 'Stack', logicalId, metadata: {}, directory: '/', previous: undefined };
    const made = await { ...elb.provisioners, ...cloudwatch.provisioners }[type]?.provision({ ...properties }, context);
    return made?.ref ?? '';
  };
  const port = await freePort();
  const group = await make('AWS::ElasticLoadBalancingV2::TargetGroup', 'Group', aTargetGroup());
  const balancer = await make('AWS::ElasticLoadBalancingV2::LoadBalancer', 'Balancer', {});
  await make('AWS::ElasticLoadBalancingV2::Listener', 'Listener', {
    LoadBalancerArn: balancer,
    Port: port,
    Protocol: 'HTTP',
    DefaultActions: [{ Type: 'forward', TargetGroupArn: group }],
  });

  const Dimensions = [
    { Name: 'TargetGroup', Value: fullNameOf(group) },
    { Name: 'LoadBalancer', Value: fullNameOf(balancer) },
  ];
  const sum = (Id: string, MetricName: string) => ({
    Id,
    ReturnData: false,
    MetricStat: { Metric: { Namespace: 'AWS/ApplicationELB', MetricName, Dimensions }, Period: 60, Stat: 'Sum' },
  });
  const Metrics = [
    sum('bad', 'HTTPCode_Target_5XX_Count'),
    sum('all', 'RequestCount'),
    { Id: 'share', Expression: 'IF(all >= 5, FILL(bad, 0) / all * 100, 0)' },
  ];
  const alarm = await make('AWS::CloudWatch::Alarm', 'Share', {
    Metrics,
    EvaluationPeriods: 1,
    Threshold: 5,
    ComparisonOperator: 'GreaterThanThreshold',
  });
  const states: string[] = [];
  cloudwatch.onChange(() => states.push(cloudwatch.state(alarm) ?? ''));

  let status = 500;
  const process = await aProcess('v1', (_, response) => void response.writeHead(status).end());
  elb.register(group, process.target);
  await until(() => elb.health(group, process.target) === 'healthy');
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(cloudwatch.state(alarm)).toBe('INSUFFICIENT_DATA');

  const load = startLoad({ url: `http://127.0.0.1:${port}/`, perSecond: 100 });
  await until(() => cloudwatch.state(alarm) === 'ALARM');
  status = 200;
  await until(() => cloudwatch.state(alarm) === 'OK');
  const { failed, byStatus, sent } = await load.stop();
  expect([failed, (byStatus[200] ?? 0) + (byStatus[500] ?? 0)]).toEqual([[], sent]);
  await until(() => cloudwatch.state(alarm) === 'INSUFFICIENT_DATA');
  // A first minute that began late has too few requests, and is judged OK.
  expect(states.slice(states.indexOf('ALARM'))).toEqual(['ALARM', 'OK', 'INSUFFICIENT_DATA']);
  const answer = await callOf(cloudwatch.service.operations)('ListMetrics', {
    Namespace: 'AWS/ApplicationELB',
    MetricName: 'RequestCount',
  });
  expect(answer.Metrics).toHaveLength(2);
});
