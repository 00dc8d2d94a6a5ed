import fc from 'fast-check';
import { expect, test } from 'vitest';
import { stateFilesInMemory } from '../../../local/kernel/state-files.ts';
import { VirtualClock } from '../../../local/kernel/virtual-clock.ts';
import { aCloudWatch, anAlarm, MINUTE } from './a-cloudwatch.ts';

test('an alarm starts as INSUFFICIENT_DATA and stays so while nothing is published', async () => {
  const { call, clock, cloudwatch, events } = aCloudWatch();
  await call('PutMetricAlarm', anAlarm());
  expect(await call('DescribeAlarms', {})).toMatchObject({
    MetricAlarms: [
      { AlarmName: 'errors', StateValue: 'INSUFFICIENT_DATA', StateReason: 'Unchecked: Initial alarm creation' },
    ],
  });
  await clock.advance(30 * MINUTE);
  expect(cloudwatch.state('errors')).toBe('INSUFFICIENT_DATA');
  expect(events).toEqual([]);
});

test('an alarm fires as soon as the data of a whole minute is there, and says so in the words of AWS', async () => {
  const { call, clock, cloudwatch, events } = aCloudWatch();
  await call('PutMetricAlarm', anAlarm({ AlarmDescription: 'too many' }));
  const told: string[] = [];
  cloudwatch.onChange((name) => told.push(name));
  await clock.advance(MINUTE);
  cloudwatch.putMetric('Test', 'Errors', {}, 3, clock.now() - MINUTE);
  await clock.advance(0);
  expect(cloudwatch.state('errors')).toBe('ALARM');
  expect(told).toEqual(['errors']);
  const [event] = events;
  expect(event).toEqual({
    source: 'aws.cloudwatch',
    detailType: 'CloudWatch Alarm State Change',
    resources: ['arn:aws:cloudwatch:us-east-1:000000000000:alarm:errors'],
    time: '2026-11-20T10:01:00Z',
    detail: {
      alarmName: 'errors',
      state: {
        value: 'ALARM',
        reason:
          'Threshold Crossed: 1 out of the last 1 datapoints [3.0 (20/11/26 10:00:00)] was greater than the threshold (0.0) (minimum 1 datapoint for OK -> ALARM transition).',
        reasonData:
          '{"version":"1.0","queryDate":"2026-11-20T10:01:00.000+0000","startDate":"2026-11-20T10:00:00.000+0000","statistic":"Sum","period":60,"recentDatapoints":[3],"threshold":0,"evaluatedDatapoints":[{"timestamp":"2026-11-20T10:00:00.000+0000","sampleCount":1,"value":3}]}',
        timestamp: '2026-11-20T10:01:00.000+0000',
      },
      previousState: {
        value: 'INSUFFICIENT_DATA',
        reason: 'Unchecked: Initial alarm creation',
        timestamp: '2026-11-20T10:00:00.000+0000',
      },
      configuration: {
        description: 'too many',
        metrics: [
          {
            id: 'm1',
            metricStat: { metric: { namespace: 'Test', name: 'Errors', dimensions: {} }, period: 60, stat: 'Sum' },
            returnData: true,
          },
        ],
      },
    },
  });
});

test('data of the running minute is judged when the minute is over', async () => {
  const { call, clock, cloudwatch } = aCloudWatch();
  await call('PutMetricAlarm', anAlarm());
  cloudwatch.putMetric('Test', 'Errors', {}, 1);
  await clock.advance(MINUTE - 1);
  expect(cloudwatch.state('errors')).toBe('INSUFFICIENT_DATA');
  await clock.advance(5_001);
  expect(cloudwatch.state('errors')).toBe('ALARM');
});

test('when the data stops, the state follows the setting for missing data', async () => {
  const { call, clock, cloudwatch, events } = aCloudWatch();
  const expected = { missing: 'INSUFFICIENT_DATA', ignore: 'ALARM', breaching: 'ALARM', notBreaching: 'OK' };
  for (const TreatMissingData of Object.keys(expected))
    await call('PutMetricAlarm', anAlarm({ AlarmName: TreatMissingData, TreatMissingData }));
  cloudwatch.putMetric('Test', 'Errors', {}, 1);
  await clock.advance(2 * MINUTE);
  for (const name of Object.keys(expected)) expect(cloudwatch.state(name)).toBe('ALARM');
  await clock.advance(10 * MINUTE);
  for (const [name, state] of Object.entries(expected)) expect([name, cloudwatch.state(name)]).toEqual([name, state]);
  expect(JSON.stringify(events)).toContain(
    'no datapoints were received for 1 period and 1 missing datapoint was treated as [NonBreaching].',
  );
  expect(JSON.stringify(events)).toContain('Insufficient Data: 1 datapoint was unknown.');
});

test('nothing waits once no state can change any more', async () => {
  class CountingClock extends VirtualClock {
    waiting = 0;
    override after(milliseconds: number, run: () => void) {
      this.waiting += 1;
      let over = false;
      const end = () => {
        if (!over) this.waiting -= 1;
        over = true;
      };
      const cancel = super.after(milliseconds, () => {
        end();
        run();
      });
      return () => {
        end();
        cancel();
      };
    }
  }
  const clock = new CountingClock();
  const { call, cloudwatch } = aCloudWatch({ clock });
  await call('PutMetricAlarm', anAlarm());
  cloudwatch.putMetric('Test', 'Errors', {}, 1);
  await clock.advance(10 * MINUTE);
  expect(clock.waiting).toBe(0);
});

test('the metrics of one expression are judged together, in whatever order they arrive', async () => {
  const { call, clock, cloudwatch, events } = aCloudWatch();
  const stat = (Id: string, MetricName: string) => ({
    Id,
    ReturnData: false,
    MetricStat: { Metric: { Namespace: 'Test', MetricName }, Period: 60, Stat: 'Sum' },
  });
  const Metrics = [
    stat('bad', 'Errors'),
    stat('all', 'Requests'),
    { Id: 'share', Expression: 'IF(all >= 10, bad / all * 100, 0)', Label: 'Share' },
  ];
  await call('PutMetricAlarm', {
    AlarmName: 'share',
    Metrics,
    EvaluationPeriods: 1,
    Threshold: 5,
    ComparisonOperator: 'GreaterThanThreshold',
  });
  await clock.advance(MINUTE);
  cloudwatch.putMetric('Test', 'Requests', {}, 20, clock.now() - MINUTE);
  cloudwatch.putMetric('Test', 'Errors', {}, 4, clock.now() - MINUTE);
  await clock.advance(0);
  expect(events).toHaveLength(1);
  expect(events[0]).toMatchObject({
    detail: {
      state: { value: 'ALARM' },
      configuration: {
        metrics: [
          { id: 'bad' },
          { id: 'all' },
          { id: 'share', expression: 'IF(all >= 10, bad / all * 100, 0)', label: 'Share', returnData: true },
        ],
      },
    },
  });

  await clock.advance(MINUTE);
  cloudwatch.putMetric('Test', 'Requests', {}, 20, clock.now() - MINUTE);
  await clock.advance(0);
  expect(cloudwatch.state('share')).toBe('OK');
});

test('a state that was set by hand lasts until the next evaluation', async () => {
  const { call, clock, cloudwatch, events } = aCloudWatch();
  await call('PutMetricAlarm', anAlarm());
  await clock.advance(5 * MINUTE);
  await call('SetAlarmState', { AlarmName: 'errors', StateValue: 'ALARM', StateReason: 'a test' });
  expect(cloudwatch.state('errors')).toBe('ALARM');
  expect(events).toMatchObject([{ detail: { state: { value: 'ALARM', reason: 'a test' } } }]);
  await clock.advance(2 * MINUTE);
  expect(cloudwatch.state('errors')).toBe('INSUFFICIENT_DATA');
  await expect(call('SetAlarmState', { AlarmName: 'none', StateValue: 'OK', StateReason: '' })).rejects.toMatchObject({
    name: 'ResourceNotFound',
  });
});

test('states and history survive a restart, and lost data is not taken for silence at once', async () => {
  const files = stateFilesInMemory();
  const clock = new VirtualClock();
  const first = aCloudWatch({ files, clock });
  await first.call('PutMetricAlarm', anAlarm());
  first.cloudwatch.putMetric('Test', 'Errors', {}, 1);
  await clock.advance(2 * MINUTE);
  first.cloudwatch.stop();

  const second = aCloudWatch({ files, clock });
  expect(second.cloudwatch.state('errors')).toBe('ALARM');
  await clock.advance(2 * MINUTE);
  expect(second.cloudwatch.state('errors')).toBe('ALARM');
  await clock.advance(3 * MINUTE);
  expect(second.cloudwatch.state('errors')).toBe('INSUFFICIENT_DATA');
  const { AlarmHistoryItems } = await second.call('DescribeAlarmHistory', { AlarmName: 'errors' });
  expect(AlarmHistoryItems).toMatchObject([
    { HistoryItemType: 'StateUpdate', HistorySummary: 'Alarm updated from ALARM to INSUFFICIENT_DATA' },
    { HistoryItemType: 'StateUpdate', HistorySummary: 'Alarm updated from INSUFFICIENT_DATA to ALARM' },
    { HistoryItemType: 'ConfigurationUpdate', HistorySummary: 'Alarm "errors" created' },
  ]);
});

test('a changed alarm keeps its state, and a deleted one is gone', async () => {
  const { call, clock, cloudwatch } = aCloudWatch();
  await call('PutMetricAlarm', anAlarm());
  cloudwatch.putMetric('Test', 'Errors', {}, 1);
  await clock.advance(2 * MINUTE);
  await call('PutMetricAlarm', anAlarm({ Threshold: 5 }));
  expect(cloudwatch.state('errors')).toBe('ALARM');
  await clock.advance(MINUTE);
  expect(cloudwatch.state('errors')).toBe('OK');
  await call('DeleteAlarms', { AlarmNames: ['errors'] });
  expect(cloudwatch.state('errors')).toBeUndefined();
  await expect(call('DeleteAlarms', { AlarmNames: ['errors'] })).rejects.toMatchObject({ name: 'ResourceNotFound' });
  await clock.advance(5 * MINUTE);
});

test.each([
  [{ AlarmActions: ['arn:aws:sns:us-east-1:000000000000:page'] }, 'AlarmActions are not run'],
  [{ Period: 10 }, 'a Period of 10 s is not supported here'],
  [{ DatapointsToAlarm: 2 }, 'DatapointsToAlarm must not be above'],
  [{ Statistic: undefined, ExtendedStatistic: 'tm99' }, 'The statistic tm99 is not supported'],
  [{ ComparisonOperator: 'GreaterThanUpperThreshold' as const }, 'GreaterThanUpperThreshold is not supported'],
  [{ TreatMissingData: 'guess' }, 'TreatMissingData guess'],
  [{ Period: 3600, EvaluationPeriods: 3 }, 'looks back 300 minutes'],
  [{ Unit: 'Count' as const }, 'Unit is not supported'],
])('an alarm with %j is refused with the reason', async (change, problem) => {
  const { call } = aCloudWatch();
  await expect(call('PutMetricAlarm', anAlarm(change))).rejects.toThrow(problem);
});

test.each([
  ['CEIL(m1)', 'the function CEIL is not supported'],
  ['SUM(m1)', 'e gives a scalar'],
  ['METRICS()', 'e gives a list'],
  ['m1 / m2', 'no metric or expression with the id m2'],
  ['e + 1', 'needs its own result'],
])('an alarm on %s is refused when it is made', async (Expression, problem) => {
  const { call } = aCloudWatch();
  const Metrics = [
    {
      Id: 'm1',
      ReturnData: false,
      MetricStat: { Metric: { Namespace: 'Test', MetricName: 'Errors' }, Period: 60, Stat: 'Sum' },
    },
    { Id: 'e', Expression },
  ];
  const alarm = {
    AlarmName: 'math',
    Metrics,
    EvaluationPeriods: 1,
    Threshold: 5,
    ComparisonOperator: 'GreaterThanThreshold',
  };
  await expect(call('PutMetricAlarm', alarm)).rejects.toThrow(problem);
});

test('an alarm whose metric never had a datapoint is never OK or ALARM, whatever else is published', async () => {
  const other = fc.record({
    name: fc.constantFrom('Other', 'errors', 'Requests'),
    value: fc.integer({ min: 0, max: 9 }),
    wait: fc.integer({ min: 0, max: 3 }),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.array(other, { maxLength: 15 }),
      fc.integer({ min: 1, max: 4 }),
      fc.constantFrom('missing', 'ignore'),
      async (puts, periods, TreatMissingData) => {
        const { call, clock, cloudwatch, events } = aCloudWatch();
        await call('PutMetricAlarm', anAlarm({ EvaluationPeriods: periods, TreatMissingData }));
        for (const { name, value, wait } of puts) {
          cloudwatch.putMetric('Test', name, {}, value);
          cloudwatch.putMetric('Test', 'Errors', { service: 'another' }, value);
          await clock.advance(wait * MINUTE);
        }
        await clock.advance(10 * MINUTE);
        expect(cloudwatch.state('errors')).toBe('INSUFFICIENT_DATA');
        expect(events).toEqual([]);
      },
    ),
    { numRuns: 30 },
  );
});
