import type { Stack } from 'aws-cdk-lib';
import { arnIn } from '../addresses.ts';
import type { Settings } from '../settings.ts';
import { anywhere } from './only-star.ts';
import type { Right } from './right.ts';

/** Rights to read what surrounds a service: its images, its load balancer, its alarms and figures. */
export function rightsToRead(stack: Stack, settings: Settings) {
  const images = (...actions: readonly string[]): Right => ({
    statements: [
      {
        actions,
        resources: [arnIn(stack, 'ecr', 'repository/*')],
        because: 'any repository of the account may be one that a service runs; reads only',
      },
    ],
  });
  const logGroups = {
    resources: settings.logGroups.map((name) => streamsOf(stack, name)),
    because: 'the streams of the log groups that the owner named; each task makes its own',
  };
  return {
    /** All that is known of an image: its tags, labels and platforms. */
    readImages: images('ecr:DescribeImages', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'),
    /** Only whether it is there. */
    findImages: images('ecr:BatchGetImage'),
    readRepositories: images('ecr:DescribeRepositories'),
    findSecrets: {
      statements: [
        {
          actions: ['secretsmanager:DescribeSecret'],
          resources: [arnIn(stack, 'secretsmanager', 'secret:*')],
          because: 'any secret of the account may be one that a task is started with; names and dates, no value',
        },
      ],
    },
    readTargetGroups: {
      statements: [
        anywhere(['elasticloadbalancing:DescribeTargetGroups', 'elasticloadbalancing:DescribeTargetGroupAttributes']),
      ],
    },
    readWeights: { statements: [anywhere(['elasticloadbalancing:DescribeRules'])] },
    readTargets: { statements: [anywhere(['elasticloadbalancing:DescribeTargetHealth'])] },
    findTestEndpoint: {
      statements: [
        anywhere([
          'elasticloadbalancing:DescribeRules',
          'elasticloadbalancing:DescribeListeners',
          'elasticloadbalancing:DescribeLoadBalancers',
        ]),
      ],
    },
    findBalancers: { statements: [anywhere(['elasticloadbalancing:DescribeTargetGroups'])] },
    readAlarms: { statements: [anywhere(['cloudwatch:DescribeAlarms'])] },
    /** What tasks of a service wrote, through all their streams. */
    searchLogs: { statements: [{ actions: ['logs:FilterLogEvents'], ...logGroups }] },
    /** The last lines of one task. */
    readLastLines: { statements: [{ actions: ['logs:GetLogEvents'], ...logGroups }] },
    findParameters: { statements: [anywhere(['ssm:DescribeParameters'])] },
    /** What an account may run more, and its subnets can hold. */
    readRoom: { statements: [anywhere(['cloudwatch:GetMetricData', 'ec2:DescribeSubnets'])] },
    readMetrics: { statements: [anywhere(['cloudwatch:GetMetricData'])] },
  } satisfies Record<string, Right>;
}

/** All reading is checked against the group with `:*` behind it, or a stream of it. */
function streamsOf(stack: Stack, name: string): string {
  const group = arnIn(stack, 'logs', `log-group:${name}`);
  return name.endsWith('*') ? group : `${group}:*`;
}
