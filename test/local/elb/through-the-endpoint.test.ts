import * as cloudWatchClient from '@aws-sdk/client-cloudwatch';
import {
  CloudWatchClient,
  DescribeAlarmsCommand,
  GetMetricDataCommand,
  PutMetricAlarmCommand,
  PutMetricDataCommand,
} from '@aws-sdk/client-cloudwatch';
import * as elbClient from '@aws-sdk/client-elastic-load-balancing-v2';
import {
  DescribeRulesCommand,
  DescribeTargetGroupsCommand,
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client,
  ModifyRuleCommand,
  RegisterTargetsCommand,
  RuleNotFoundException,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { expect, test } from 'vitest';
import { aCloudWatch, anAlarm } from '../cloudwatch/a-cloudwatch.ts';
import { aWire, clientOf } from '../wire/a-wire.ts';
import { aBlueGreen } from './an-elb.ts';

test('an unmodified ELB client reads and moves the traffic', async () => {
  const { elb, blue, green, rule } = await aBlueGreen();
  const wire = await aWire({ services: [{ module: elbClient, service: elb.service }] });
  const client = new ElasticLoadBalancingV2Client(clientOf(wire));
  const { Rules } = await client.send(new DescribeRulesCommand({ RuleArns: [rule] }));
  expect(Rules).toMatchObject([
    { RuleArn: rule, Priority: '10', Conditions: [{ Field: 'path-pattern', PathPatternConfig: { Values: ['/*'] } }] },
  ]);
  const TargetGroups = [
    { TargetGroupArn: blue, Weight: 30 },
    { TargetGroupArn: green, Weight: 70 },
  ];
  await client.send(
    new ModifyRuleCommand({ RuleArn: rule, Actions: [{ Type: 'forward', ForwardConfig: { TargetGroups } }] }),
  );
  expect(elb.weights(rule)).toEqual({ [blue]: 30, [green]: 70 });
  await client.send(new RegisterTargetsCommand({ TargetGroupArn: blue, Targets: [{ Id: '127.0.0.1', Port: 9 }] }));
  const { TargetHealthDescriptions } = await client.send(new DescribeTargetHealthCommand({ TargetGroupArn: blue }));
  expect(TargetHealthDescriptions).toMatchObject([
    { Target: { Id: '127.0.0.1', Port: 9 }, TargetHealth: { State: 'initial' } },
  ]);
  expect((await client.send(new DescribeTargetGroupsCommand({}))).TargetGroups).toHaveLength(2);
  await expect(client.send(new DescribeRulesCommand({ RuleArns: ['x'] }))).rejects.toBeInstanceOf(
    RuleNotFoundException,
  );
  expect(wire.defects).toEqual([]);
});

test('an unmodified CloudWatch client publishes, reads and watches', async () => {
  const { cloudwatch, clock } = aCloudWatch();
  const wire = await aWire({ services: [{ module: cloudWatchClient, service: cloudwatch.service }], clock });
  const client = new CloudWatchClient(clientOf(wire));
  await client.send(new PutMetricAlarmCommand(anAlarm()));
  await client.send(
    new PutMetricDataCommand({
      Namespace: 'Test',
      MetricData: [{ MetricName: 'Errors', Value: 2, Timestamp: new Date(clock.now()) }],
    }),
  );
  await clock.advance(120_000);
  const { MetricAlarms } = await client.send(new DescribeAlarmsCommand({ AlarmNames: ['errors'] }));
  expect(MetricAlarms).toMatchObject([
    { AlarmName: 'errors', StateValue: 'ALARM', StateUpdatedTimestamp: new Date('2026-11-20T10:01:05Z') },
  ]);
  const m = { Id: 'm', MetricStat: { Metric: { Namespace: 'Test', MetricName: 'Errors' }, Period: 60, Stat: 'Sum' } };
  const span = { StartTime: new Date(clock.now() - 600_000), EndTime: new Date(clock.now()) };
  const { MetricDataResults } = await client.send(new GetMetricDataCommand({ MetricDataQueries: [m], ...span }));
  expect(MetricDataResults).toMatchObject([{ Values: [2], Timestamps: [new Date('2026-11-20T10:00:00Z')] }]);
  expect(wire.defects).toEqual([]);
});
