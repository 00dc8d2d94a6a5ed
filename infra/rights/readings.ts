import type { Stack } from 'aws-cdk-lib';
import { arnIn } from '../addresses.ts';
import type { Settings } from '../settings.ts';
import { anywhere } from './only-star.ts';
import type { Right } from './right.ts';

/** Rights to read what surrounds a service: its images, its load balancer, its alarms and figures. */
export function rightsToRead(stack: Stack, settings: Settings) {
  return {
    readImages: {
      statements: [
        {
          actions: ['ecr:DescribeImages', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
          resources: [arnIn(stack, 'ecr', 'repository/*')],
          because: 'any repository of the account may be one that a service runs; reads only',
        },
      ],
    },
    readRepositories: {
      statements: [
        {
          actions: ['ecr:DescribeRepositories'],
          resources: [arnIn(stack, 'ecr', 'repository/*')],
          because: 'any repository of the account may be one that a service runs; reads only',
        },
      ],
    },
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
    readLogs: {
      statements: [
        {
          actions: ['logs:GetLogEvents', 'logs:FilterLogEvents'],
          resources: settings.logGroups.flatMap((name) => groupAndStreams(stack, name)),
          because: 'the streams of the log groups that the owner named; each task makes its own',
        },
      ],
    },
    searchLogs: {
      statements: [
        {
          actions: ['logs:FilterLogEvents'],
          resources: settings.logGroups.flatMap((name) => groupAndStreams(stack, name)),
          because: 'the log groups that the owner named; a star of theirs stands for those that begin so',
        },
      ],
    },
    readMetrics: { statements: [anywhere(['cloudwatch:GetMetricData'])] },
  } satisfies Record<string, Right>;
}

/** FilterLogEvents is checked against the group, GetLogEvents against a stream of it. */
function groupAndStreams(stack: Stack, name: string): readonly string[] {
  const group = arnIn(stack, 'logs', `log-group:${name}`);
  return name.endsWith('*') ? [group] : [group, `${group}:*`];
}
