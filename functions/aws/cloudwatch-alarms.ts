import {
  type CloudWatchClient,
  DeleteAlarmsCommand,
  DescribeAlarmsCommand,
  GetMetricDataCommand,
  PutMetricAlarmCommand,
} from '@aws-sdk/client-cloudwatch';
import type { AlarmReading } from '../../core/domain/truth.ts';
import type { Alarms, Clock } from '../../core/ports.ts';
import { madeAlarmInput } from './made-alarm-input.ts';

// Whoever loads this adapter makes its client.
export { CloudWatchClient } from '@aws-sdk/client-cloudwatch';

/** `…:listener-rule/app/web/50dc…/f2f7…/9683…` and `…:loadbalancer/app/web/50dc…` name the load balancer as metrics do: `app/web/50dc…`. */
function balancerOf(through: string): string {
  return through
    .replace(/^.*:(listener-rule|loadbalancer)\//, '')
    .split('/')
    .slice(0, 3)
    .join('/');
}

/** CloudWatch: what the alarms say, and how many requests a target group answered. */
export function cloudWatchAlarms(client: CloudWatchClient, clock: Clock): Alarms {
  return {
    async read(names) {
      if (names.length === 0) return [];
      const { MetricAlarms = [], CompositeAlarms = [] } = await client.send(
        new DescribeAlarmsCommand({ AlarmNames: [...names], AlarmTypes: ['MetricAlarm', 'CompositeAlarm'] }),
      );
      return [...MetricAlarms, ...CompositeAlarms].flatMap(
        ({ AlarmName: name, StateValue, StateReason, StateUpdatedTimestamp }): AlarmReading[] =>
          name === undefined || (StateValue !== 'OK' && StateValue !== 'ALARM' && StateValue !== 'INSUFFICIENT_DATA')
            ? []
            : [
                {
                  name,
                  state: StateValue,
                  reason: StateReason ?? '',
                  since: (StateUpdatedTimestamp ?? new Date(0)).toISOString(),
                },
              ],
      );
    },

    async requests({ targetGroup, through }, since) {
      const start = new Date(Math.floor(Date.parse(since) / 60_000) * 60_000);
      const { MetricDataResults = [] } = await client.send(
        new GetMetricDataCommand({
          StartTime: start,
          EndTime: new Date(clock.now() + 60_000),
          MetricDataQueries: [
            {
              Id: 'requests',
              MetricStat: {
                Metric: {
                  Namespace: 'AWS/ApplicationELB',
                  MetricName: 'RequestCount',
                  Dimensions: [
                    { Name: 'LoadBalancer', Value: balancerOf(through) },
                    { Name: 'TargetGroup', Value: targetGroup.slice(targetGroup.indexOf('targetgroup/')) },
                  ],
                },
                Period: 60,
                Stat: 'Sum',
              },
            },
          ],
        }),
      );
      return (MetricDataResults[0]?.Values ?? []).reduce((sum, value) => sum + value, 0);
    },

    async make(alarm) {
      await client.send(new PutMetricAlarmCommand(madeAlarmInput(alarm)));
    },

    async remove(name) {
      try {
        await client.send(new DeleteAlarmsCommand({ AlarmNames: [name] }));
      } catch (error) {
        if (
          !(error instanceof Error && (error.name === 'ResourceNotFound' || error.name === 'ResourceNotFoundException'))
        )
          throw error;
      }
    },
  };
}
