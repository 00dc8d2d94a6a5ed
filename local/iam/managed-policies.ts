/** The AWS managed policies that CDK attaches, as their documents read (2026-11); a data table. */
const allow = (actions: readonly string[], resources: readonly string[] = ['*'], condition?: object) => ({
  Effect: 'Allow',
  Action: actions,
  Resource: resources,
  ...(condition === undefined ? {} : { Condition: condition }),
});
const document = (...statements: readonly object[]) => ({ Version: '2012-10-17', Statement: statements });

const LOGS = ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'];

/** By what follows `arn:aws:iam::aws:policy/`. */
export const managedPolicies: Readonly<Record<string, object>> = {
  'service-role/AWSLambdaBasicExecutionRole': document(allow(LOGS)),
  'service-role/AWSLambdaVPCAccessExecutionRole': document(
    allow([
      ...LOGS,
      'ec2:CreateNetworkInterface',
      'ec2:DescribeNetworkInterfaces',
      'ec2:DescribeSubnets',
      'ec2:DeleteNetworkInterface',
      'ec2:AssignPrivateIpAddresses',
      'ec2:UnassignPrivateIpAddresses',
    ]),
  ),
  'service-role/AWSLambdaDynamoDBExecutionRole': document(
    allow([
      'dynamodb:DescribeStream',
      'dynamodb:GetRecords',
      'dynamodb:GetShardIterator',
      'dynamodb:ListStreams',
      'logs:CreateLogGroup',
      'logs:CreateLogStream',
      'logs:PutLogEvents',
    ]),
  ),
  'service-role/AWSLambdaSQSQueueExecutionRole': document(
    allow(['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes', ...LOGS]),
  ),
  AWSXRayDaemonWriteAccess: document(
    allow([
      'xray:PutTraceSegments',
      'xray:PutTelemetryRecords',
      'xray:GetSamplingRules',
      'xray:GetSamplingTargets',
      'xray:GetSamplingStatisticSummaries',
    ]),
  ),
  CloudWatchLambdaInsightsExecutionRolePolicy: document(
    allow(['logs:CreateLogGroup']),
    allow(['logs:CreateLogStream', 'logs:PutLogEvents'], ['arn:aws:logs:*:*:log-group:/aws/lambda-insights:*']),
  ),
  'service-role/AmazonECSTaskExecutionRolePolicy': document(
    allow([
      'ecr:GetAuthorizationToken',
      'ecr:BatchCheckLayerAvailability',
      'ecr:GetDownloadUrlForLayer',
      'ecr:BatchGetImage',
      'logs:CreateLogStream',
      'logs:PutLogEvents',
    ]),
  ),
  AmazonECSInfrastructureRolePolicyForLoadBalancers: document(
    allow(
      [
        'elasticloadbalancing:DescribeListeners',
        'elasticloadbalancing:DescribeRules',
        'elasticloadbalancing:DescribeTargetGroups',
        'elasticloadbalancing:DescribeTargetHealth',
      ],
      ['*'],
    ),
    allow(
      ['elasticloadbalancing:ModifyListener'],
      ['arn:aws:elasticloadbalancing:*:*:listener/app/*/*/*', 'arn:aws:elasticloadbalancing:*:*:listener/net/*/*/*'],
    ),
    allow(
      ['elasticloadbalancing:ModifyRule'],
      [
        'arn:aws:elasticloadbalancing:*:*:listener-rule/app/*/*/*/*',
        'arn:aws:elasticloadbalancing:*:*:listener-rule/net/*/*/*/*',
      ],
    ),
    allow(
      ['elasticloadbalancing:RegisterTargets', 'elasticloadbalancing:DeregisterTargets'],
      ['arn:aws:elasticloadbalancing:*:*:targetgroup/*/*'],
    ),
  ),
  'service-role/AmazonAPIGatewayPushToCloudWatchLogs': document(
    allow([...LOGS, 'logs:DescribeLogGroups', 'logs:DescribeLogStreams', 'logs:GetLogEvents', 'logs:FilterLogEvents']),
  ),
};
