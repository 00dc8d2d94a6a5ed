import * as elb from '@aws-sdk/client-elastic-load-balancing-v2';
import * as lambda from '@aws-sdk/client-lambda';
import * as scheduler from '@aws-sdk/client-scheduler';
import { describe, expect, test } from 'vitest';
import { AwsError } from '../../../local/kernel/aws-error.ts';
import { aService, aWire, clientOf, denyAll, post } from './a-wire.ts';

const form = { 'content-type': 'application/x-www-form-urlencoded' };

describe('Query and XML', () => {
  const runs = {
    ModifyRule: ({ RuleArn, Actions, Conditions }: elb.ModifyRuleInput) => ({
      Rules: [{ RuleArn, Actions, Conditions, Priority: '<"&\r\u0001">', IsDefault: false }],
    }),
    DescribeRules: () => ({ Rules: [] }),
    DescribeLoadBalancers: () => ({ LoadBalancers: [{ CreatedTime: new Date('2026-11-20T10:00:00Z') }] }),
    DeleteRule: () => {
      throw new AwsError('RuleNotFoundException', 'One or more rules not found');
    },
  };
  const start = (options = {}) =>
    aWire({ services: [{ module: elb, service: aService('elasticloadbalancing', runs) }], ...options });

  test('nested lists and numbers survive both ways', async () => {
    const client = new elb.ElasticLoadBalancingV2Client(clientOf(await start()));
    const TargetGroups = Array.from({ length: 11 }, (_, index) => ({ TargetGroupArn: `t${index}`, Weight: index }));
    const Actions = [{ Type: 'forward' as const, ForwardConfig: { TargetGroups } }];
    const Conditions = [{ Field: 'path-pattern', PathPatternConfig: { Values: ['/a&b', '/ü'] } }];
    const answer = await client.send(new elb.ModifyRuleCommand({ RuleArn: 'r', Actions, Conditions }));
    expect(answer.Rules).toEqual([{ RuleArn: 'r', Actions, Conditions, Priority: '<"&\r\ufffd">', IsDefault: false }]);
  });

  test('dates are ISO, an empty list is a list', async () => {
    const client = new elb.ElasticLoadBalancingV2Client(clientOf(await start()));
    const { LoadBalancers } = await client.send(new elb.DescribeLoadBalancersCommand({}));
    expect(LoadBalancers?.[0]?.CreatedTime).toEqual(new Date('2026-11-20T10:00:00Z'));
    expect((await client.send(new elb.DescribeRulesCommand({}))).Rules).toEqual([]);
  });

  test('an error carries the code of the Query protocol', async () => {
    const wire = await start();
    const client = new elb.ElasticLoadBalancingV2Client(clientOf(wire));
    await expect(client.send(new elb.DeleteRuleCommand({ RuleArn: 'r' }))).rejects.toBeInstanceOf(
      elb.RuleNotFoundException,
    );
    const { status, text } = await post(wire, form, 'Action=DeleteRule&Version=2015-12-01&RuleArn=r');
    expect([status, text]).toEqual([400, expect.stringContaining('<Type>Sender</Type><Code>RuleNotFound</Code>')]);
  });

  test.each([
    ['an unknown operation', 'Action=DeleteRules&Version=2015-12-01', 400, '<Code>InvalidAction</Code>'],
    ['an unknown version', 'Action=DeleteRule&Version=2020-01-01', 400, '<Code>InvalidAction</Code>'],
    ['no operation', 'x=1', 400, '<Code>InvalidAction</Code>'],
    ['a missing member', 'Action=DeleteRule&Version=2015-12-01', 400, '<Code>ValidationError</Code>'],
    ['an unknown member', 'Action=DescribeRules&Version=2015-12-01&RulArn=r', 400, '<Code>ValidationError</Code>'],
    ['text for a number', 'Action=DescribeRules&Version=2015-12-01&PageSize=many', 400, '<Code>MalformedInput</Code>'],
    [
      'a name that objects have',
      'Action=DescribeRules&Version=2015-12-01&__proto__.x=1',
      400,
      '<Code>ValidationError</Code>',
    ],
    [
      'an operation that is not there',
      'Action=CreateRule&Version=2015-12-01&ListenerArn=l',
      400,
      '<Code>InvalidAction</Code>',
    ],
  ])('%s', async (_, body, status, code) => {
    const answer = await post(await start(), form, body);
    expect([answer.status, answer.text]).toEqual([status, expect.stringContaining(code)]);
  });

  test('AccessDenied has its Query name and 403', async () => {
    const { status, text } = await post(
      await start({ authorize: denyAll }),
      form,
      'Action=DescribeRules&Version=2015-12-01',
    );
    expect([status, text]).toEqual([403, expect.stringContaining('<Code>AccessDenied</Code>')]);
  });

  test('STS says who the caller is', async () => {
    const { text } = await post(await aWire({}), form, 'Action=GetCallerIdentity&Version=2011-06-15');
    expect(text).toContain('<GetCallerIdentityResult><UserId>000000000000</UserId><Account>000000000000</Account>');
    expect(text).toContain('<Arn>arn:aws:iam::000000000000:root</Arn>');
  });
});

describe('REST', () => {
  const echo = ({ FunctionName, Qualifier, InvocationType, Payload = new Uint8Array() }: lambda.InvocationRequest) => {
    const seen = { FunctionName, Qualifier, InvocationType, text: Buffer.from(Payload).toString() };
    return {
      StatusCode: InvocationType === 'Event' ? 202 : 200,
      Payload: Buffer.from(JSON.stringify(seen)),
      FunctionError: 'Unhandled',
    };
  };
  const functions = {
    Invoke: echo,
    GetFunction: () => {
      throw new AwsError('ResourceNotFoundException', 'Function not found');
    },
    DeleteFunction: () => ({ StatusCode: 204 }),
    ListTags: ({ Resource }: lambda.ListTagsRequest) => ({ Tags: { Resource } }),
  };
  const start = () => aWire({ services: [{ module: lambda, service: aService('lambda', functions) }] });

  test('Invoke passes the payload as it is, both ways', async () => {
    const client = new lambda.LambdaClient(clientOf(await start()));
    const FunctionName = 'arn:aws:lambda:us-east-1:000000000000:function:f';
    const input = { FunctionName, Qualifier: 'live', InvocationType: 'Event' as const, Payload: '[1, 2]' };
    const answer = await client.send(new lambda.InvokeCommand(input));
    expect(answer).toMatchObject({ StatusCode: 202, FunctionError: 'Unhandled' });
    const seen = { FunctionName, Qualifier: 'live', InvocationType: 'Event', text: '[1, 2]' };
    expect(JSON.parse(answer.Payload?.transformToString() ?? '')).toEqual(seen);
  });

  test('an error names itself in a header, with the status of its model', async () => {
    const wire = await start();
    const sent = new lambda.LambdaClient(clientOf(wire)).send(new lambda.GetFunctionCommand({ FunctionName: 'f' }));
    await expect(sent).rejects.toBeInstanceOf(lambda.ResourceNotFoundException);
    await expect(sent).rejects.toMatchObject({ message: 'Function not found', $metadata: { httpStatusCode: 404 } });
    const response = await fetch(`${wire.url}/2015-03-31/functions/f`);
    expect(response.headers.get('x-amzn-errortype')).toBe('ResourceNotFoundException');
  });

  test('an answer without a body is 204', async () => {
    const client = new lambda.LambdaClient(clientOf(await start()));
    const answer = await client.send(new lambda.DeleteFunctionCommand({ FunctionName: 'f' }));
    expect(answer.$metadata.httpStatusCode).toBe(204);
  });

  test('a label may be an ARN with slashes', async () => {
    const client = new lambda.LambdaClient(clientOf(await start()));
    const answer = await client.send(new lambda.ListTagsCommand({ Resource: 'arn:aws:lambda:x:y:a/b' }));
    expect(answer.Tags).toEqual({ Resource: 'arn:aws:lambda:x:y:a/b' });
  });

  test.each([
    ['an unknown path', 'POST', '/nowhere', '{}', 404, 'UnknownOperationException'],
    ['an unknown method', 'PATCH', '/2015-03-31/functions/f', '{}', 404, 'UnknownOperationException'],
    [
      'a path that is not percent-encoded',
      'GET',
      '/2015-03-31/functions/%E0%A4',
      undefined,
      400,
      'SerializationException',
    ],
    ['a wrong enum in a header', 'POST', '/2015-03-31/functions/f/invocations', '{}', 400, 'ValidationException'],
  ])('%s', async (_, method, path, body, status, code) => {
    const headers = { 'x-amz-invocation-type': 'Later' };
    const response = await fetch(`${(await start()).url}${path}`, {
      method,
      headers,
      ...(body === undefined ? {} : { body }),
    });
    expect([response.status, response.headers.get('x-amzn-errortype')]).toEqual([status, code]);
  });

  test('path, query string and body come together', async () => {
    const runs = {
      CreateSchedule: (input: scheduler.CreateScheduleInput) => ({ ScheduleArn: JSON.stringify(input) }),
      DeleteSchedule: () => ({}),
    };
    const wire = await aWire({ services: [{ module: scheduler, service: aService('scheduler', runs) }] });
    const client = new scheduler.SchedulerClient(clientOf(wire));
    const input = {
      Name: 'n/1',
      ScheduleExpression: 'at(2026-11-20T10:00:00)',
      StartDate: new Date('2026-11-20T10:00:00.500Z'),
      FlexibleTimeWindow: { Mode: 'OFF' as const },
      Target: { Arn: 'a', RoleArn: 'r', Input: '{}' },
      ClientToken: 't',
    };
    const { ScheduleArn } = await client.send(new scheduler.CreateScheduleCommand(input));
    expect(JSON.parse(ScheduleArn ?? '')).toEqual(JSON.parse(JSON.stringify(input)));
    await client.send(new scheduler.DeleteScheduleCommand({ Name: 'n', GroupName: 'g', ClientToken: 't' }));
    expect(wire.calls.calls('scheduler', 'DeleteSchedule')[0]?.input).toEqual({
      Name: 'n',
      GroupName: 'g',
      ClientToken: 't',
    });
  });
});
