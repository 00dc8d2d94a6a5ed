import { expect, test } from 'vitest';
import { madeAlarmInput } from '../../../functions/aws/made-alarm-input.ts';
import { SERVICE } from '../../builders.ts';
import { aCloudWatch, MINUTE } from '../../local/cloudwatch/a-cloudwatch.ts';

const ELB = 'arn:aws:elasticloadbalancing:us-east-1:000000000000';
const balancer = `${ELB}:loadbalancer/app/web/0123456789abcdef`;
const GROUPS = ['blue', 'green'].map((name) => ({
  targetGroup: `${ELB}:targetgroup/${name}/0123456789abcdef`,
  balancer,
}));

/** A minute in which the groups answered so: `[requests, errors]` of each. Gives the state of the alarm afterwards. */
async function stateAfter(...answered: readonly (readonly [requests: number, errors: number])[]) {
  const { call, clock, cloudwatch } = aCloudWatch();
  await call('PutMetricAlarm', {
    ...madeAlarmInput({ name: 'made', service: SERVICE, groups: GROUPS, threshold: 5, minimumRequests: 20 }),
  });
  for (const [index, [requests, errors]] of answered.entries()) {
    const Dimensions = [
      { Name: 'TargetGroup', Value: `targetgroup/${index === 0 ? 'blue' : 'green'}/0123456789abcdef` },
      { Name: 'LoadBalancer', Value: 'app/web/0123456789abcdef' },
    ];
    const put = (MetricName: string, Value: number) =>
      Value > 0 &&
      call('PutMetricData', {
        Namespace: 'AWS/ApplicationELB',
        MetricData: [{ MetricName, Dimensions, Value, Timestamp: new Date(clock.now()) }],
      });
    await put('RequestCount', requests);
    await put('HTTPCode_Target_5XX_Count', errors);
  }
  await clock.advance(2 * MINUTE);
  return cloudwatch.state('made');
}

test('more than 5 % of errors in either target group make it go off, whichever of the two is new', async () => {
  expect(await stateAfter([100, 6])).toBe('ALARM');
  expect(await stateAfter([0, 0], [100, 6])).toBe('ALARM');
});

test('the errors of a new version do not drown in the answers of the old one', async () => {
  expect(await stateAfter([1000, 0], [50, 10])).toBe('ALARM');
});

test('5 % of errors are borne, and so is a minute with fewer requests than asked for', async () => {
  expect(await stateAfter([100, 5])).toBe('OK');
  expect(await stateAfter([19, 19], [3, 3])).toBe('OK');
  expect(await stateAfter([100, 0], [100, 0])).toBe('OK');
});

test('without any request it is at rest, not in the dark', async () => {
  expect(await stateAfter()).toBe('OK');
});
