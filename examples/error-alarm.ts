import { Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, MathExpression, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';

const MINUTE = Duration.minutes(1);

/** A figure of Application Load Balancers, summed up by the minute, of a load balancer or of one target group behind it. */
export function perMinute(metricName: string, of: { LoadBalancer: string; TargetGroup?: string }): Metric {
  return new Metric({
    namespace: 'AWS/ApplicationELB',
    metricName,
    dimensionsMap: of,
    statistic: 'Sum',
    period: MINUTE,
  });
}

/**
 * Goes off when more than 5 % of the answers of one minute are errors, in a minute with at least 20 requests. Without
 * requests there is no reading at all: silence is not health, and Belay waits for a reading.
 */
export function makeErrorAlarm(
  scope: Construct,
  name: string,
  errors: Readonly<Record<string, Metric>>,
  requests: Metric,
): Alarm {
  // CloudWatch has no zeros: in a minute without errors there is no data point of them.
  const sum = Object.keys(errors).map((id) => `FILL(${id}, 0)`);
  return new Alarm(scope, 'Errors', {
    alarmName: `${name}-5xx`,
    alarmDescription: `More than 5 % of the answers of ${name} are errors`,
    metric: new MathExpression({
      label: 'Share of 5xx, in percent',
      expression: `IF(requests >= 20, 100 * SUM([${sum.join(', ')}]) / requests, 0)`,
      usingMetrics: { ...errors, requests },
      period: MINUTE,
    }),
    threshold: 5,
    comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
    evaluationPeriods: 1,
    treatMissingData: TreatMissingData.MISSING,
  });
}
