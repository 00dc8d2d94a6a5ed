import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import { expect, onTestFinished, test } from 'vitest';
import { steps } from '../../core/steps/index.ts';
import { FUNCTION_NAMES } from '../../infra/function-names.ts';
import { makeMachines } from '../../infra/machines.ts';
import { flat } from './statements.ts';
import { aTemplate } from './synthesized.ts';

const template = aTemplate();
const all = (type: string) => Object.entries(template.findResources(type));
const idOf = (type: string, prefix: string): string => {
  const found = all(type).find(([id]) => new RegExp(`^${prefix}[0-9A-F]{8}$`).test(id));
  return found?.[0] ?? `no ${type} ${prefix}`;
};

test('tables are encrypted and can be restored to any point in time', () => {
  expect(all('AWS::DynamoDB::Table')).toHaveLength(4);
  template.allResourcesProperties('AWS::DynamoDB::Table', {
    BillingMode: 'PAY_PER_REQUEST',
    SSESpecification: { SSEEnabled: true },
    PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    DeletionProtectionEnabled: false,
  });
});

test('in production the data cannot be deleted, and outlives the stack', () => {
  const production = aTemplate({ stage: 'production' });
  production.allResources('AWS::DynamoDB::Table', {
    DeletionPolicy: 'Retain',
    Properties: { DeletionProtectionEnabled: true },
  });
  production.allResources('AWS::Cognito::UserPool', {
    DeletionPolicy: 'Retain',
    Properties: { DeletionProtection: 'ACTIVE' },
  });
  production.allResources('AWS::SecretsManager::Secret', { DeletionPolicy: 'Retain' });
});

test('every log group forgets', () => {
  for (const [id, { Properties }] of all('AWS::Logs::LogGroup')) expect(Properties.RetentionInDays, id).toBe(30);
});

test('every queue is encrypted, refuses plain text and has an alarm on its depth', () => {
  template.allResourcesProperties('AWS::SQS::Queue', { SqsManagedSseEnabled: true });
  for (const [id] of all('AWS::SQS::Queue')) {
    template.hasResourceProperties('AWS::SQS::QueuePolicy', {
      Queues: [{ Ref: id }],
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Effect: 'Deny',
            Action: 'sqs:*',
            Condition: { Bool: { 'aws:SecureTransport': 'false' } },
          }),
        ]),
      },
    });
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      MetricName: 'ApproximateNumberOfMessagesVisible',
      Dimensions: [{ Name: 'QueueName', Value: { 'Fn::GetAtt': [id, 'QueueName'] } }],
    });
  }
});

test('every rule calls an alias, and keeps what it could not deliver', () => {
  const notDelivered = { 'Fn::GetAtt': [idOf('AWS::SQS::Queue', 'NotDelivered'), 'Arn'] };
  const targets = all('AWS::Events::Rule').flatMap(([, { Properties }]) => Properties.Targets);
  expect(targets).toHaveLength(9);
  for (const target of targets) {
    expect(target.DeadLetterConfig).toEqual({ Arn: notDelivered });
    expect(flat(target.Arn)).toMatch(/^<(\w+Live[0-9A-F]{8}|Slack[0-9A-F]{8}\.Arn)>$/);
  }
});

test('every function that events call, and only those, keeps what it failed on', () => {
  const failed = { 'Fn::GetAtt': [idOf('AWS::SQS::Queue', 'Failed'), 'Arn'] };
  const configured = all('AWS::Lambda::EventInvokeConfig').map(([, { Properties }]) => {
    expect(Properties.DestinationConfig.OnFailure.Destination).toEqual(failed);
    expect(JSON.stringify(Properties.Qualifier)).toContain('Live');
    return flat(Properties.FunctionName).replace(/^<(\w+)[0-9A-F]{8}>$/, '$1');
  });
  expect(configured.sort()).toEqual([
    'CheckPoints',
    'OnAlarm',
    'OnDue',
    'OnEcsEvent',
    'OnExecutionEnded',
    'OnImagePushed',
    'OnRehearsal',
    'Reconcile',
  ]);
});

test('functions run on Node 24 on arm64, behind an alias of a published version', () => {
  template.allResourcesProperties('AWS::Lambda::Function', { Runtime: 'nodejs24.x', Architectures: ['arm64'] });
  const functions = all('AWS::Lambda::Function').map(([id]) => id);
  expect(functions).toHaveLength(FUNCTION_NAMES.length + Object.keys(steps).length);
  for (const id of functions)
    template.hasResourceProperties('AWS::Lambda::Alias', {
      FunctionName: { Ref: id },
      Name: 'live',
      FunctionVersion: { 'Fn::GetAtt': [Match.stringLikeRegexp('CurrentVersion'), 'Version'] },
    });
});

test('machines name functions by alias, are traced, and keep task tokens out of their logs', () => {
  for (const [id, { Properties }] of all('AWS::StepFunctions::StateMachine')) {
    for (const [name, value] of Object.entries(Properties.DefinitionSubstitutions))
      expect(flat(value), `${id} ${name}`).toMatch(
        name.endsWith('Machine') ? /:stateMachine:belay-[a-z-]+$/ : /^<\w+Live[0-9A-F]{8}>$/,
      );
    expect(Properties.TracingConfiguration).toEqual({ Enabled: true });
    expect(Properties.LoggingConfiguration).toMatchObject({ Level: 'ERROR', IncludeExecutionData: false });
  }
});

test('a placeholder that names nothing stops the synthesis, with the file and the name', () => {
  const folder = mkdtempSync(join(tmpdir(), 'belay-machines-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'deploy.asl.json'), `{"StartAt":"\${Dance}"}`);
  expect(() => makeMachines(new Stack(new App()), folder, {})).toThrow(`deploy.asl.json names \${Dance}`);
});

test('each prefix of the API has one authorizer, four routes are open, and there is no route for the rest', () => {
  const routes = all('AWS::ApiGatewayV2::Route').map(([, { Properties }]) => [
    Properties.RouteKey,
    Properties.AuthorizationType,
  ]);
  expect(Object.fromEntries(routes)).toEqual({
    'ANY /v1/{proxy+}': 'AWS_IAM',
    'ANY /app/v1/{proxy+}': 'JWT',
    'GET /': 'NONE',
    'GET /assets/{proxy+}': 'NONE',
    'GET /config.json': 'NONE',
    'POST /slack/{proxy+}': 'NONE',
  });
  template.hasResourceProperties('AWS::ApiGatewayV2::Stage', {
    AccessLogSettings: { DestinationArn: Match.anyValue() },
    DefaultRouteSettings: { ThrottlingRateLimit: 50, ThrottlingBurstLimit: 100 },
  });
});

test('nobody can sign up by themselves, and an issuer of the owner takes the place of the user pool', () => {
  template.hasResourceProperties('AWS::Cognito::UserPool', {
    AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
    MfaConfiguration: 'ON',
  });
  const own = aTemplate({ issuer: 'https://id.example.com/', audience: 'belay' });
  own.resourceCountIs('AWS::Cognito::UserPool', 0);
  own.hasResourceProperties('AWS::ApiGatewayV2::Authorizer', {
    JwtConfiguration: { Issuer: 'https://id.example.com/', Audience: ['belay'] },
  });
});

test('one poison log line holds up its shard for an hour at most, and what was given up is kept', () => {
  template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
    EventSourceArn: { 'Fn::GetAtt': [idOf('AWS::DynamoDB::Table', 'Deployments'), 'StreamArn'] },
    BatchSize: 100,
    BisectBatchOnFunctionError: true,
    MaximumRetryAttempts: 5,
    MaximumRecordAgeInSeconds: 3600,
    FunctionResponseTypes: ['ReportBatchItemFailures'],
    FilterCriteria: {
      Filters: [{ Pattern: '{"eventName":["INSERT"],"dynamodb":{"NewImage":{"kind":{"S":["log-line"]}}}}' }],
    },
    DestinationConfig: {
      OnFailure: { Destination: { 'Fn::GetAtt': [idOf('AWS::SQS::Queue', 'StreamGivenUp'), 'Arn'] } },
    },
  });
});

test('Slack is told in order, from a queue that drops nothing', () => {
  template.hasResourceProperties('AWS::Events::Rule', {
    EventPattern: { source: ['belay'] },
    Targets: [Match.objectLike({ SqsParameters: { MessageGroupId: 'slack' } })],
  });
  template.hasResourceProperties('AWS::SQS::Queue', {
    FifoQueue: true,
    ContentBasedDeduplication: true,
    RedrivePolicy: {
      deadLetterTargetArn: { 'Fn::GetAtt': [idOf('AWS::SQS::Queue', 'SlackRefused'), 'Arn'] },
      maxReceiveCount: 5,
    },
  });
});

test('an alarm wakes Belay when it goes off, unless it goes off by design', () => {
  template.hasResourceProperties('AWS::Events::Rule', {
    EventPattern: {
      source: ['aws.cloudwatch'],
      detail: {
        alarmName: [{ 'anything-but': { prefix: 'TargetTracking-' } }],
        state: { value: ['ALARM'] },
        previousState: { value: [{ 'anything-but': ['ALARM'] }] },
      },
    },
    Targets: [Match.objectLike({ Arn: { Ref: Match.stringLikeRegexp('^OnAlarmLive') } })],
  });
});

test('concurrency is kept free for the way back only where the owner asks for it', () => {
  template.hasResourceProperties('AWS::Lambda::Function', {
    FunctionName: 'belay-on-alarm',
    Timeout: 15,
    ReservedConcurrentExecutions: Match.absent(),
  });
  aTemplate({ alarmConcurrency: '5' }).hasResourceProperties('AWS::Lambda::Function', {
    FunctionName: 'belay-on-alarm',
    ReservedConcurrentExecutions: 5,
  });
});
