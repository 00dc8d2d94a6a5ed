import type { LambdaEvent } from 'hono/aws-lambda';
import { Refused } from '../../core/domain/refused.ts';

/**
 * Who asks. It comes from the authorizer of API Gateway and from nowhere else: an IAM caller is their role or user, a person from the
 * identity provider is issuer and subject.
 */
export function actorOf(event: LambdaEvent): string {
  const context: unknown = event.requestContext;
  const authorizer = at(context, 'authorizer');
  const arn = at(at(authorizer, 'iam'), 'userArn');
  if (typeof arn === 'string' && arn !== '') return withoutSession(arn);
  const claims = at(at(authorizer, 'jwt'), 'claims');
  const [issuer, subject] = [at(claims, 'iss'), at(claims, 'sub')];
  if (typeof issuer === 'string' && typeof subject === 'string') return `${issuer}#${subject}`;
  throw new Refused('NotAllowed', 'This request came without an authorizer. Sign it with AWS credentials, or sign in.');
}

/**
 * Who takes a role names the session as they like: two sessions must not count as two persons. Only IAM Identity Center names the sessions of
 * its own roles itself, by the user who signed in.
 */
function withoutSession(arn: string): string {
  const [role = arn] = /^arn:[\w-]+:sts::\d{12}:assumed-role\/(?!AWSReservedSSO_)[^/]+/.exec(arn) ?? [];
  return role;
}

function at(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null
    ? Object.entries(value).find(([name]) => name === key)?.[1]
    : undefined;
}
