import * as cloudwatchModule from '@aws-sdk/client-cloudwatch';
import { cloudWatchAlarms } from '../../functions/aws/cloudwatch-alarms.ts';
import { VirtualClock } from '../../local/kernel/virtual-clock.ts';
import { FakeAlarms } from '../fakes/fake-alarms.ts';
import { virtualTime } from '../fakes/virtual-time.ts';
import { aCloudWatch, anAlarm, MINUTE } from '../local/cloudwatch/a-cloudwatch.ts';
import { aWire, clientOf } from '../local/wire/a-wire.ts';
import { alarmsContract } from './alarms.ts';
import { Witness } from './witness.ts';

const ELB = 'arn:aws:elasticloadbalancing:us-east-1:000000000000';
const balancer = `${ELB}:loadbalancer/app/web/0123456789abcdef`;
const rule = `${ELB}:listener-rule/app/web/0123456789abcdef/1111111111111111/2222222222222222`;
const group = (name: string) => `${ELB}:targetgroup/${name}/0123456789abcdef`;
const groups = ['blue', 'green'].map((name) => ({ targetGroup: group(name), balancer }));

const witness = new Witness('alarms');

alarmsContract('that are played', async () => {
  const clock = new VirtualClock();
  const alarms = new FakeAlarms(() => clock.now(), ['errors']);
  alarms.answered = undefined;
  return {
    ...witness.fakes({ alarms }),
    groups,
    rule,
    goOff: async () => alarms.set('errors', 'ALARM'),
    answer: async (requests) => alarms.count(group('blue'), requests),
    now: () => new Date(clock.now()).toISOString(),
    pass: (minutes) => clock.advance(minutes * MINUTE),
  };
});

alarmsContract('of CloudWatch', async () => {
  const { cloudwatch, clock, call } = aCloudWatch();
  await call('PutMetricAlarm', { ...anAlarm() });
  const wire = await aWire({ services: [{ module: cloudwatchModule, service: cloudwatch.service }] });
  return {
    ...witness.adapters({
      alarms: cloudWatchAlarms(new cloudwatchModule.CloudWatchClient(clientOf(wire)), virtualTime(clock)),
    }),
    groups,
    rule,
    async goOff() {
      await clock.advance(MINUTE);
      cloudwatch.putMetric('Test', 'Errors', {}, 3, clock.now() - MINUTE);
      await clock.advance(0);
    },
    async answer(requests) {
      const dimensions = { TargetGroup: 'targetgroup/blue/0123456789abcdef', LoadBalancer: 'app/web/0123456789abcdef' };
      cloudwatch.putMetric('AWS/ApplicationELB', 'RequestCount', dimensions, requests, clock.now());
    },
    now: () => new Date(clock.now()).toISOString(),
    pass: (minutes) => clock.advance(minutes * MINUTE),
  };
});

witness.testifies();
