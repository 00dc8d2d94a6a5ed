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

/** Errors among requests, of one target group or of the whole load balancer. */
export interface Counted {
  readonly errors: Metric;
  readonly requests: Metric;
}

/**
 * Goes off when more than 5 % of the answers of one minute are errors at one of the places that are counted, in a minute with at least 20
 * requests there. Each place is judged by itself: a new version that has a share of the traffic would drown in the good answers of the
 * old one. Without requests there is no reading at all: silence is not health, and Belay waits for a reading.
 */
export function makeErrorAlarm(scope: Construct, name: string, places: Readonly<Record<string, Counted>>): Alarm {
  // CloudWatch has no zeros: in a minute without errors there is no data point of them.
  const shares = Object.keys(places).map(
    (place) => `IF(${place}Requests >= 20, 100 * SUM([FILL(${place}Errors, 0)]) / ${place}Requests, 0)`,
  );
  const metrics = Object.entries(places).flatMap(([place, { errors, requests }]) => [
    [`${place}Errors`, errors] as const,
    [`${place}Requests`, requests] as const,
  ]);
  return new Alarm(scope, 'Errors', {
    alarmName: `${name}-5xx`,
    alarmDescription: `More than 5 % of the answers of ${name} are errors`,
    metric: new MathExpression({
      label: 'Share of 5xx, in percent',
      expression: `MAX([${shares.join(', ')}])`,
      usingMetrics: Object.fromEntries(metrics),
      period: MINUTE,
    }),
    threshold: 5,
    comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
    evaluationPeriods: 1,
    treatMissingData: TreatMissingData.MISSING,
  });
}
