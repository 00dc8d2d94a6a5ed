import { Duration, type Stack } from 'aws-cdk-lib';
import {
  Dashboard,
  GraphWidget,
  LogQueryVisualizationType,
  LogQueryWidget,
  Metric,
  TextWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import { machineArn, nameOfFunction } from './addresses.ts';
import type { Queues } from './queues.ts';

const HALF = 12;

/** The page in the CloudWatch console: how deployments went, how the way back did, and what was lost. */
export function makeDashboard(stack: Stack, queues: Queues): void {
  const dashboard = new Dashboard(stack, 'Dashboard', { dashboardName: 'Belay' });
  const executions = (metricName: string, label: string): Metric =>
    new Metric({
      namespace: 'AWS/States',
      metricName,
      label,
      dimensionsMap: { StateMachineArn: machineArn(stack, 'deploy') },
      statistic: 'Sum',
      period: Duration.hours(1),
    });
  const depth = [queues.notDelivered, queues.failed, queues.streamGivenUp, queues.slackRefused].map((queue) =>
    queue.metricApproximateNumberOfMessagesVisible({ label: queue.node.id, statistic: 'Maximum' }),
  );
  const logs = ['api', 'on-image-pushed', 'on-alarm', 'step-close'].map(
    (name) => `/aws/lambda/${nameOfFunction(name)}`,
  );
  dashboard.addWidgets(
    new TextWidget({
      markdown: '# Belay\nAn execution of `belay-deploy` is one deployment and has its name.',
      width: 24,
      height: 2,
    }),
    new GraphWidget({
      title: 'Deployments',
      width: HALF,
      left: [
        executions('ExecutionsStarted', 'begun'),
        executions('ExecutionsSucceeded', 'succeeded'),
        executions('ExecutionsFailed', 'taken back, refused or stuck'),
      ],
    }),
    new GraphWidget({ title: 'Lost on the way (should be empty)', width: HALF, left: depth }),
    new LogQueryWidget({
      title: 'What happened',
      width: 24,
      view: LogQueryVisualizationType.TABLE,
      logGroupNames: logs,
      queryLines: ['fields @timestamp, event, message', 'filter ispresent(event)', 'sort @timestamp desc', 'limit 50'],
    }),
  );
}
