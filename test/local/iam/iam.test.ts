import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createIam } from '../../../local/iam/iam.ts';
import { VirtualClock } from '../../../local/kernel/virtual-clock.ts';
import { allowing, anIam, provision, trusting } from './an-iam.ts';

const trust = trusting('lambda.amazonaws.com');

test('a role without a name is named after its stack and its logical id', async () => {
  const { name, roleArn } = await anIam();
  expect([name, roleArn]).toEqual(['Belay-Worker', 'arn:aws:iam::000000000000:role/Belay-Worker']);
});

test('a path stands in the ARN and not in the name', async () => {
  const iam = createIam(new VirtualClock());
  const properties = { AssumeRolePolicyDocument: trust, RoleName: 'web', Path: '/app/' };
  const { ref, attributes } = await provision(iam, 'AWS::IAM::Role', 'Web', properties);
  expect([ref, attributes.Arn]).toEqual(['web', 'arn:aws:iam::000000000000:role/app/web']);
  expect(attributes.RoleId).toMatch(/^AROA[0-9A-F]{17}$/);
  expect(iam.mayAssume('arn:aws:iam::000000000000:role/app/web', 'lambda.amazonaws.com')).toBe(true);
  expect(iam.mayAssume('arn:aws:iam::000000000000:role/web', 'lambda.amazonaws.com')).toBe(false);
});

test('what no policy allows is denied in the words of AWS', async () => {
  const { iam, roleArn } = await anIam();
  const resource = 'arn:aws:ecs:us-east-1:000000000000:service/production/web';
  expect(() =>
    iam.authorizeCaller(iam.callerAs(roleArn, 'roll-back'), [{ action: 'ecs:UpdateService', resource }]),
  ).toThrow(
    `User: arn:aws:sts::000000000000:assumed-role/Belay-Worker/roll-back is not authorized to perform: ecs:UpdateService on resource: ${resource} because no identity-based policy allows the ecs:UpdateService action`,
  );
});

test('an explicit deny says that it is one', async () => {
  const deny = { Effect: 'Deny', Action: 'ecs:ListTasks', Resource: '*' };
  const { iam, roleArn } = await anIam({ Version: '2012-10-17', Statement: [{ ...deny, Effect: 'Allow' }, deny] });
  expect(() => iam.authorize(roleArn, [{ action: 'ecs:ListTasks', resource: '*' }])).toThrow(
    'ecs:ListTasks on resource: * with an explicit deny in an identity-based policy',
  );
});

test('every permission of a call is needed, and its context counts', async () => {
  const statement = {
    Effect: 'Allow',
    Action: 'iam:PassRole',
    Resource: '*',
    Condition: { StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } },
  };
  const { iam, roleArn } = await anIam({ Version: '2012-10-17', Statement: [statement] });
  const passing = (service: string) => ({
    action: 'iam:PassRole',
    resource: roleArn,
    context: { 'iam:PassedToService': service },
  });
  iam.authorize(roleArn, [passing('ecs-tasks.amazonaws.com')]);
  expect(() => iam.authorize(roleArn, [passing('ecs-tasks.amazonaws.com'), passing('lambda.amazonaws.com')])).toThrow(
    'iam:PassRole',
  );
});

test("the account's owner may do everything", () => {
  const owner = { arn: 'arn:aws:iam::000000000000:root', role: undefined };
  expect(() => createIam(new VirtualClock()).authorizeCaller(owner, [{ action: 'a:b', resource: '*' }])).not.toThrow();
});

test('a policy of its own resource adds to the roles that it names, and replaces itself', async () => {
  const { iam, name, roleArn } = await anIam();
  const attach = (action: string) => {
    const properties = { PolicyName: 'More', PolicyDocument: allowing(action), Roles: [name] };
    return provision(iam, 'AWS::IAM::Policy', 'More', properties);
  };
  const asks = (action: string) => () => iam.authorize(roleArn, [{ action, resource: '*' }]);
  await attach('ecs:UpdateService');
  expect(asks('ecs:UpdateService')).not.toThrow();
  await attach('ecs:DeleteService');
  expect(asks('ecs:UpdateService')).toThrow('ecs:UpdateService');
  expect(asks('ecs:DeleteService')).not.toThrow();
  expect(asks('ecs:ListTasks')).not.toThrow();
});

test('managed policies count, those of AWS and those of the template', async () => {
  const iam = createIam(new VirtualClock());
  const own = await provision(iam, 'AWS::IAM::ManagedPolicy', 'Own', { PolicyDocument: allowing('ecs:ListTasks') });
  const role = await provision(iam, 'AWS::IAM::Role', 'R', {
    AssumeRolePolicyDocument: trust,
    ManagedPolicyArns: [own.ref, 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole'],
  });
  const arn = role.attributes.Arn ?? '';
  expect(() => iam.authorize(arn, [{ action: 'ecs:ListTasks', resource: '*' }])).not.toThrow();
  expect(() => iam.authorize(arn, [{ action: 'logs:PutLogEvents', resource: 'arn:aws:logs:a:b:c' }])).not.toThrow();
});

describe('what cannot be enforced is refused when it is made', () => {
  const role = { AssumeRolePolicyDocument: trust };
  test.each([
    [
      'an unknown managed policy',
      'AWS::IAM::Role',
      { ...role, ManagedPolicyArns: ['arn:aws:iam::aws:policy/AdministratorAccess'] },
      'AdministratorAccess does not exist',
    ],
    [
      'a permissions boundary',
      'AWS::IAM::Role',
      { ...role, PermissionsBoundary: 'arn:x' },
      'the property PermissionsBoundary is not supported',
    ],
    ['a role without a trust policy', 'AWS::IAM::Role', {}, 'AssumeRolePolicyDocument'],
    [
      'a trust policy without a principal',
      'AWS::IAM::Role',
      { AssumeRolePolicyDocument: allowing('sts:AssumeRole') },
      'has no Principal',
    ],
    ['a path without slashes', 'AWS::IAM::Role', { ...role, Path: 'app' }, 'Path must begin and end with a slash'],
    [
      'a policy for a role that is not there',
      'AWS::IAM::Policy',
      { PolicyName: 'P', PolicyDocument: allowing('a:b'), Roles: ['nobody'] },
      'Roles names nobody',
    ],
    [
      'a policy for users',
      'AWS::IAM::Policy',
      { PolicyName: 'P', PolicyDocument: allowing('a:b'), Users: ['u'] },
      'the property Users is not supported',
    ],
    [
      'a policy of another version',
      'AWS::IAM::Policy',
      { PolicyName: 'P', PolicyDocument: { Statement: [] } },
      'Version must be 2012-10-17',
    ],
  ])('%s', async (_, type, properties, message) => {
    await expect(provision(createIam(new VirtualClock()), type, 'X', properties)).rejects.toThrow(message);
  });
});

test('a role may be taken by the services that it trusts, under its conditions', async () => {
  const { iam, roleArn } = await anIam();
  expect(iam.mayAssume(roleArn, 'lambda.amazonaws.com')).toBe(true);
  expect(iam.mayAssume(roleArn, 'states.amazonaws.com')).toBe(false);
  const guarded = async (account: string) => {
    const conditions = { StringEquals: { 'aws:SourceAccount': account } };
    const AssumeRolePolicyDocument = trusting('scheduler.amazonaws.com', conditions);
    const { attributes } = await provision(iam, 'AWS::IAM::Role', `R${account}`, { AssumeRolePolicyDocument });
    return iam.mayAssume(attributes.Arn ?? '', 'scheduler.amazonaws.com');
  };
  expect([await guarded('000000000000'), await guarded('111111111111')]).toEqual([true, false]);
});

test('what was allowed is written down once, with what the role was given; what was denied is not', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'belay-recordings-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const { iam, roleArn } = await anIam(allowing(['ecs:List*', 'ecs:UpdateService']), folder);
  const list = { action: 'ecs:ListTasks', resource: '*', context: { 'ecs:cluster': 'arn:web' } };
  iam.authorize(roleArn, [list]);
  iam.authorize(roleArn, [list]);
  expect(() => iam.authorize(roleArn, [{ action: 'ecs:StopTask', resource: '*' }])).toThrow('StopTask');
  iam.writeRecording();
  const [file = ''] = readdirSync(folder);
  expect(JSON.parse(readFileSync(join(folder, file), 'utf8'))).toEqual({
    roles: [
      {
        stack: 'Belay',
        role: 'Worker',
        statements: [
          {
            policy: 'Inline',
            index: 0,
            statement: { Effect: 'Allow', Action: ['ecs:List*', 'ecs:UpdateService'], Resource: '*' },
          },
        ],
      },
    ],
    calls: [
      {
        stack: 'Belay',
        role: 'Worker',
        action: 'ecs:ListTasks',
        resource: '*',
        context: expect.objectContaining({ 'ecs:cluster': 'arn:web', 'aws:principalarn': roleArn }),
      },
    ],
  });
});

test('credentials of a role that is not there are an error', () => {
  expect(() => createIam(new VirtualClock()).credentialsOf('arn:aws:iam::000000000000:role/nobody')).toThrow(
    'cannot be found',
  );
});
