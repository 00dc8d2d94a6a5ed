import type { LambdaEvent } from 'hono/aws-lambda';
import { expect, test } from 'vitest';
import { actorOf } from '../../functions/http/actor.ts';

const ROLE = 'arn:aws:sts::123456789012:assumed-role';

test.each([
  ['two sessions of a role are one', `${ROLE}/ci/run-1`, `${ROLE}/ci`],
  [
    'in any partition',
    'arn:aws-cn:sts::123456789012:assumed-role/ci/run-2',
    'arn:aws-cn:sts::123456789012:assumed-role/ci',
  ],
  [
    'a person of IAM Identity Center is themselves',
    `${ROLE}/AWSReservedSSO_Ops_0123456789abcdef/ann@example.com`,
    `${ROLE}/AWSReservedSSO_Ops_0123456789abcdef/ann@example.com`,
  ],
  ['a user is a user', 'arn:aws:iam::123456789012:user/ann', 'arn:aws:iam::123456789012:user/ann'],
])('%s', (_, userArn, actor) => {
  expect(actorOf(from({ iam: { userArn } }))).toBe(actor);
});

test('a person who signed in is issuer and subject, and nobody is nobody', () => {
  expect(actorOf(from({ jwt: { claims: { iss: 'https://id.example', sub: 'ann' } } }))).toBe('https://id.example#ann');
  expect(() => actorOf(from({}))).toThrow('without an authorizer');
  expect(() => actorOf(from({ jwt: { claims: { sub: 'ann' } } }))).toThrow('without an authorizer');
});

function from(authorizer: object): LambdaEvent {
  return JSON.parse(JSON.stringify({ requestContext: { authorizer } }));
}
