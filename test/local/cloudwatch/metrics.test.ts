import { expect, test } from 'vitest';
import { aCloudWatch, MINUTE } from './a-cloudwatch.ts';

const START = new Date('2026-11-20T10:00:00Z');
const END = new Date('2026-11-20T10:10:00Z');

test('GetMetricStatistics gives what was published, by period', async () => {
  const { call, clock, cloudwatch } = aCloudWatch();
  await call('PutMetricData', {
    Namespace: 'Test',
    MetricData: [{ MetricName: 'Time', Values: [1, 2, 9], Counts: [1, 2, 1], Dimensions: [{ Name: 'a', Value: 'b' }] }],
  });
  await clock.advance(MINUTE);
  cloudwatch.putMetric('Test', 'Time', { a: 'b' }, 4);
  const query = {
    Namespace: 'Test',
    MetricName: 'Time',
    Dimensions: [{ Name: 'a', Value: 'b' }],
    StartTime: START,
    EndTime: END,
  };
  const statistics = {
    Statistics: ['Sum', 'Average', 'Minimum', 'Maximum', 'SampleCount'],
    ExtendedStatistics: ['p50', 'p100'],
  };
  expect(await call('GetMetricStatistics', { ...query, Period: 60, ...statistics })).toEqual({
    Label: 'Time',
    Datapoints: [
      {
        Timestamp: '2026-11-20T10:00:00.000Z',
        Unit: 'None',
        Sum: 14,
        Average: 3.5,
        Minimum: 1,
        Maximum: 9,
        SampleCount: 4,
        ExtendedStatistics: { p50: 2, p100: 9 },
      },
      {
        Timestamp: '2026-11-20T10:01:00.000Z',
        Unit: 'None',
        Sum: 4,
        Average: 4,
        Minimum: 4,
        Maximum: 4,
        SampleCount: 1,
        ExtendedStatistics: { p50: 4, p100: 4 },
      },
    ],
  });
  expect(await call('GetMetricStatistics', { ...query, Period: 300, Statistics: ['Sum'] })).toMatchObject({
    Datapoints: [{ Sum: 18 }],
  });
});

test('GetMetricData gives metrics and expressions, newest first unless asked otherwise', async () => {
  const { call, clock, cloudwatch } = aCloudWatch();
  for (const value of [1, 2, 3]) {
    cloudwatch.putMetric('Test', 'M', {}, value);
    await clock.advance(MINUTE);
  }
  const m = { Id: 'm', MetricStat: { Metric: { Namespace: 'Test', MetricName: 'M' }, Period: 60, Stat: 'Sum' } };
  const answer = await call('GetMetricData', {
    MetricDataQueries: [m, { Id: 'e', Expression: 'm * 10', Label: 'ten' }],
    StartTime: START,
    EndTime: END,
  });
  expect(answer).toMatchObject({
    MetricDataResults: [
      { Id: 'm', Label: 'M', Values: [3, 2, 1], StatusCode: 'Complete' },
      { Id: 'e', Label: 'ten', Values: [30, 20, 10] },
    ],
  });
  const ascending = await call('GetMetricData', {
    MetricDataQueries: [m],
    StartTime: START,
    EndTime: END,
    ScanBy: 'TimestampAscending',
  });
  expect(ascending).toMatchObject({
    MetricDataResults: [
      {
        Values: [1, 2, 3],
        Timestamps: ['2026-11-20T10:00:00.000Z', '2026-11-20T10:01:00.000Z', '2026-11-20T10:02:00.000Z'],
      },
    ],
  });
});

test('ListMetrics finds metrics by namespace, name and dimensions', async () => {
  const { call, cloudwatch } = aCloudWatch();
  cloudwatch.putMetric('A', 'x', { service: 'web' }, 1);
  cloudwatch.putMetric('A', 'y', {}, 1);
  cloudwatch.putMetric('B', 'x', {}, 1);
  expect(await call('ListMetrics', { Namespace: 'A' })).toMatchObject({
    Metrics: [{ MetricName: 'x' }, { MetricName: 'y' }],
  });
  expect(await call('ListMetrics', { Dimensions: [{ Name: 'service' }] })).toEqual({
    Metrics: [{ Namespace: 'A', MetricName: 'x', Dimensions: [{ Name: 'service', Value: 'web' }] }],
  });
});

test('metrics are forgotten after three hours', async () => {
  const { call, clock, cloudwatch } = aCloudWatch();
  cloudwatch.putMetric('A', 'x', {}, 1);
  await clock.advance(181 * MINUTE);
  expect(await call('ListMetrics')).toEqual({ Metrics: [] });
  await expect(
    call('PutMetricData', { Namespace: 'A', MetricData: [{ MetricName: 'x', Value: 1, Timestamp: START }] }),
  ).rejects.toThrow('older than the 180 minutes');
});

test.each([
  [{ MetricName: 'x' }, 'exactly one of Value, Values and StatisticValues'],
  [{ MetricName: 'x', Value: Number.NaN }, 'must be numbers'],
  [{ MetricName: 'x', Values: [1], Counts: [1, 2] }, 'Counts of x'],
  [{ MetricName: 'x', Value: 1, StorageResolution: 1 }, 'StorageResolution 1'],
])('data like %j is refused', async (datum, problem) => {
  const { call } = aCloudWatch();
  await expect(call('PutMetricData', { Namespace: 'A', MetricData: [datum] })).rejects.toThrow(problem);
});
