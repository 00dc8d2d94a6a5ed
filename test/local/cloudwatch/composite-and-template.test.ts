import { expect, test } from 'vitest';
import { stateFilesInMemory } from '../../../local/kernel/state-files.ts';
import { VirtualClock } from '../../../local/kernel/virtual-clock.ts';
import type { ResourceContext } from '../../../local/template/provisioner.ts';
import { aCloudWatch, anAlarm, MINUTE } from './a-cloudwatch.ts';

const context = (logicalId: string): ResourceContext => ({
  stack: 'Stack',
  logicalId,
  metadata: {},
  directory: '/',
  previous: undefined,
});

test('a composite alarm follows the alarms of its rule', async () => {
  const { call, clock, cloudwatch, events } = aCloudWatch();
  await call('PutMetricAlarm', anAlarm({ AlarmName: 'a' }));
  await call('PutMetricAlarm', anAlarm({ AlarmName: 'b', MetricName: 'Other' }));
  await call('PutCompositeAlarm', {
    AlarmName: 'both',
    AlarmRule: 'ALARM("a") AND NOT ALARM(arn:aws:cloudwatch:us-east-1:000000000000:alarm:b)',
  });
  await clock.advance(0);
  expect(cloudwatch.state('both')).toBe('OK');
  cloudwatch.putMetric('Test', 'Errors', {}, 1);
  await clock.advance(2 * MINUTE);
  expect(cloudwatch.state('both')).toBe('ALARM');
  expect(events.at(-1)).toMatchObject({
    detail: {
      alarmName: 'both',
      state: {
        reason:
          'arn:aws:cloudwatch:us-east-1:000000000000:alarm:a transitioned to ALARM at Friday 20 November, 2026 10:01:05 UTC',
      },
      configuration: { alarmRule: expect.stringContaining('NOT') },
    },
  });
  expect(await call('DescribeAlarms', { AlarmTypes: ['CompositeAlarm'] })).toMatchObject({
    MetricAlarms: [],
    CompositeAlarms: [{ AlarmName: 'both' }],
  });
});

test.each([
  ['ALARM(none)', 'there is no such alarm'],
  ['ALARM(a) OR', "not valid at 'its end'"],
  ['MAYBE(a)', "not valid at 'MAYBE'"],
])('a composite alarm with the rule %s is refused', async (AlarmRule, problem) => {
  const { call } = aCloudWatch();
  await call('PutMetricAlarm', anAlarm({ AlarmName: 'a' }));
  await expect(call('PutCompositeAlarm', { AlarmName: 'c', AlarmRule })).rejects.toThrow(problem);
});

test('composite alarms cannot watch each other in a circle', async () => {
  const { call } = aCloudWatch();
  await call('PutCompositeAlarm', { AlarmName: 'one', AlarmRule: 'FALSE' });
  await call('PutCompositeAlarm', { AlarmName: 'two', AlarmRule: 'ALARM(one)' });
  await expect(call('PutCompositeAlarm', { AlarmName: 'one', AlarmRule: 'NOT ALARM(two)' })).rejects.toThrow(
    'depends on one itself',
  );
});

test('the template makes alarms, and a new start keeps their states', async () => {
  const files = stateFilesInMemory();
  const clock = new VirtualClock();
  const properties = {
    Namespace: 'Test',
    MetricName: 'Errors',
    Statistic: 'Sum',
    Period: '60',
    EvaluationPeriods: 1,
    Threshold: 0,
    ComparisonOperator: 'GreaterThanThreshold',
  };
  const first = aCloudWatch({ files, clock });
  const made = await first.cloudwatch.provisioners['AWS::CloudWatch::Alarm']?.provision(properties, context('Errors'));
  expect(made).toEqual({
    ref: 'Stack-Errors',
    attributes: { Arn: 'arn:aws:cloudwatch:us-east-1:000000000000:alarm:Stack-Errors' },
  });
  first.cloudwatch.putMetric('Test', 'Errors', {}, 1);
  await clock.advance(2 * MINUTE);
  first.cloudwatch.stop();

  const second = aCloudWatch({ files, clock });
  expect(second.cloudwatch.state('Stack-Errors')).toBeUndefined();
  await second.cloudwatch.provisioners['AWS::CloudWatch::Alarm']?.provision(properties, context('Errors'));
  expect(second.cloudwatch.state('Stack-Errors')).toBe('ALARM');
  expect(second.events).toEqual([]);
});

test('the template cannot make what is not supported, and is told which property it is', async () => {
  const { cloudwatch } = aCloudWatch();
  const provision = (type: string, properties: object) => async () =>
    cloudwatch.provisioners[type]?.provision({ ...properties }, context('Thing'));
  await expect(provision('AWS::CloudWatch::Alarm', { ...anAlarm(), ThresholdMetricId: 'x' })).rejects.toThrow(
    'ThresholdMetricId',
  );
  await expect(provision('AWS::CloudWatch::Dashboard', { DashboardBody: 'nothing' })).rejects.toThrow('DashboardBody');
  expect(
    await provision('AWS::CloudWatch::Dashboard', { DashboardName: 'all', DashboardBody: '{"widgets":[]}' })(),
  ).toEqual({ ref: 'all', attributes: {} });
});
