import type { MetricDataQuery, PutMetricAlarmCommandInput } from '@aws-sdk/client-cloudwatch';
import type { MadeAlarm } from '../../core/domain/made-alarm.ts';

/**
 * PutMetricAlarm for the share of 5xx. Each target group has a share of its own, and the larger one counts: in a canary the errors of the
 * new version must not drown in the answers of the old one.
 */
export function madeAlarmInput({
  name,
  service,
  groups,
  threshold,
  minimumRequests,
}: MadeAlarm): PutMetricAlarmCommandInput {
  const shares = groups.map((_, index) => `share${index}`);
  return {
    AlarmName: name,
    AlarmDescription: `Made by Belay for ${service}, which names no alarm: more than ${threshold} % of the answers of a target group are 5xx, of at least ${minimumRequests} requests in a minute`,
    Metrics: [
      ...groups.flatMap((group, index) => [
        sumOf(`errors${index}`, 'HTTPCode_Target_5XX_Count', group),
        sumOf(`requests${index}`, 'RequestCount', group),
        {
          Id: `share${index}`,
          // CloudWatch has no zeros: in a minute without errors there is no data point of them, and SUM takes that for 0.
          Expression: `IF(requests${index} >= ${minimumRequests}, 100 * SUM([FILL(errors${index}, 0)]) / requests${index}, 0)`,
          ReturnData: false,
        },
      ]),
      { Id: 'share', Expression: `MAX([${shares.join(', ')}])`, Label: 'Share of 5xx, in percent', ReturnData: true },
    ],
    Threshold: threshold,
    ComparisonOperator: 'GreaterThanThreshold',
    EvaluationPeriods: 1,
    DatapointsToAlarm: 1,
    // Nobody asked anything: that is no illness. How many requests a bake needs is another setting.
    TreatMissingData: 'notBreaching',
    Tags: [{ Key: 'belay:service', Value: service }],
  };
}

function sumOf(
  Id: string,
  MetricName: string,
  { targetGroup, balancer }: MadeAlarm['groups'][number],
): MetricDataQuery {
  const Dimensions = [
    { Name: 'TargetGroup', Value: targetGroup.slice(targetGroup.indexOf('targetgroup/')) },
    { Name: 'LoadBalancer', Value: balancer.slice(balancer.indexOf(':loadbalancer/') + ':loadbalancer/'.length) },
  ];
  const Metric = { Namespace: 'AWS/ApplicationELB', MetricName, Dimensions };
  return { Id, MetricStat: { Metric, Period: 60, Stat: 'Sum' }, ReturnData: false };
}
