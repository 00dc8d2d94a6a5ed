import type { LambdaEvent } from 'hono/aws-lambda';
import { expect, test } from 'vitest';
import { rolesOf } from '../../functions/http/roles.ts';

const ACCOUNT = 'arn:aws:sts::123456789012';

test.each([
  ['a session of a role has it', `${ACCOUNT}:assumed-role/ops/ann`, ['role:ops']],
  [
    'a person of IAM Identity Center has the role of their permission set',
    `${ACCOUNT}:assumed-role/AWSReservedSSO_Ops_0123456789abcdef/ann@example.com`,
    ['role:AWSReservedSSO_Ops_0123456789abcdef'],
  ],
  ['a session cannot name itself into a role', `${ACCOUNT}:assumed-role/ci/assumed-role/ops`, ['role:ci']],
  ['a user has none', 'arn:aws:iam::123456789012:user/ops', []],
  ['a user in a path that looks like a role has none', 'arn:aws:iam::123456789012:user/assumed-role/ops/ann', []],
])('%s', (_, userArn, roles) => {
  expect(rolesOf(from({ iam: { userArn } }))).toEqual(roles);
});

test.each([
  ['the groups of a user pool are taken', { 'cognito:groups': '[qa ops]' }, ['group:qa', 'group:ops']],
  ['an empty list is none', { 'cognito:groups': '[]' }, []],
  ['what is no list is none', { 'cognito:groups': 'ops' }, []],
  ['other claims are not looked at', { groups: '[ops]', roles: '[ops]', 'custom:role': 'ops' }, []],
  ['no claim is no group', {}, []],
])('%s', (_, claims, roles) => {
  expect(rolesOf(from({ jwt: { claims: { iss: 'https://id.example', sub: 'ann', ...claims } } }))).toEqual(roles);
});

test('a header says nothing about roles', () => {
  const event = { headers: { 'cognito:groups': '[ops]' }, ...from({ iam: { userArn: 'arn:aws:iam::1:user/ann' } }) };
  expect(rolesOf(event)).toEqual([]);
});

function from(authorizer: object): LambdaEvent {
  return JSON.parse(JSON.stringify({ requestContext: { authorizer } }));
}
