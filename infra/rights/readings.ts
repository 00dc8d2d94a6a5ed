import type { Stack } from 'aws-cdk-lib';
import { arnIn } from '../addresses.ts';
import { anywhere } from './only-star.ts';
import type { Right } from './right.ts';

/** Rights to read what surrounds a service: its images, its load balancer, its alarms and figures. */
export function rightsToRead(stack: Stack) {
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
    readMetrics: { statements: [anywhere(['cloudwatch:GetMetricData'])] },
  } satisfies Record<string, Right>;
}
