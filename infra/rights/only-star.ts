import type { Statement } from './right.ts';

/** The actions for which AWS takes no resource but "*", and why each is asked for. No other statement has Resource "*". */
export const ONLY_STAR = {
  'ecs:DescribeTaskDefinition': 'AWS checks it against no resource; reads only',
  'ecs:ListServices': 'AWS checks it against no resource; bound to the clusters by ecs:cluster',
  'ecs:ListTasks':
    'its resource is a container instance, and tasks on Fargate have none; bound to the clusters by ecs:cluster',
  'elasticloadbalancing:DescribeListeners': 'AWS checks it against no resource; reads only',
  'elasticloadbalancing:DescribeLoadBalancers': 'AWS checks it against no resource; reads only',
  'elasticloadbalancing:DescribeRules': 'AWS checks it against no resource; reads only',
  'elasticloadbalancing:DescribeTargetGroups': 'AWS checks it against no resource; reads only',
  'elasticloadbalancing:DescribeTargetGroupAttributes': 'AWS checks it against no resource; reads only',
  'elasticloadbalancing:DescribeTargetHealth': 'AWS checks it against no resource; reads only',
  'cloudwatch:DescribeAlarms': 'a narrower resource hides composite alarms; reads only',
  'ec2:DescribeSubnets': 'AWS checks it against no resource; reads only',
  'ssm:DescribeParameters': 'AWS checks it against no resource; names and types, no value',
  'cloudwatch:GetMetricData': 'AWS checks it against no resource; reads only',
  'states:SendTaskFailure': 'the task token is the right, and AWS checks it against no resource',
  'states:SendTaskSuccess': 'the task token is the right, and AWS checks it against no resource',
  'dynamodb:ListStreams': 'AWS checks it against no resource; the event source mapping lists before it reads',
  'xray:PutTraceSegments': 'AWS checks it against no resource; traces of the machines',
  'xray:PutTelemetryRecords': 'AWS checks it against no resource; traces of the machines',
  'xray:GetSamplingRules': 'AWS checks it against no resource; traces of the machines',
  'xray:GetSamplingTargets': 'AWS checks it against no resource; traces of the machines',
  'logs:CreateLogDelivery': 'log deliveries are no resources to IAM; Step Functions makes one for each machine',
  'logs:GetLogDelivery': 'log deliveries are no resources to IAM; Step Functions makes one for each machine',
  'logs:UpdateLogDelivery': 'log deliveries are no resources to IAM; Step Functions makes one for each machine',
  'logs:DeleteLogDelivery': 'log deliveries are no resources to IAM; Step Functions makes one for each machine',
  'logs:ListLogDeliveries': 'log deliveries are no resources to IAM; Step Functions makes one for each machine',
  'logs:PutResourcePolicy': 'AWS checks it against no resource; lets the delivery write to the log group',
  'logs:DescribeResourcePolicies': 'AWS checks it against no resource; lets the delivery write to the log group',
  'logs:DescribeLogGroups': 'Step Functions looks for the log group among all; reads only',
} as const;

export type OnlyStar = keyof typeof ONLY_STAR;

/** A statement for actions that take no resource. */
export function anywhere(actions: readonly OnlyStar[], conditions?: Statement['conditions']): Statement {
  return {
    actions,
    resources: ['*'],
    because: actions.map((action) => `${action}: ${ONLY_STAR[action]}`).join('. '),
    ...(conditions === undefined ? {} : { conditions }),
  };
}
