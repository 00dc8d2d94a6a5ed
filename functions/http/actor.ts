import type { LambdaEvent } from 'hono/aws-lambda';
import { Refused } from '../../core/domain/refused.ts';

/**
 * Who asks. It comes from the authorizer of API Gateway and from nowhere else: an IAM caller is their role or user, a person from the
 * identity provider is issuer and subject.
 */
export function actorOf(event: LambdaEvent): string {
  const arn = userArnOf(event);
  if (arn !== undefined) return withoutSession(arn);
  const [issuer, subject] = [claimOf(event, 'iss'), claimOf(event, 'sub')];
  if (issuer !== undefined && subject !== undefined) return `${issuer}#${subject}`;
  throw new Refused('NotAllowed', 'This request came without an authorizer. Sign it with AWS credentials, or sign in.');
}

/** The ARN of an IAM caller, as the authorizer found it. */
export function userArnOf({ requestContext }: LambdaEvent): string | undefined {
  const arn = at(at(at(requestContext, 'authorizer'), 'iam'), 'userArn');
  return typeof arn === 'string' && arn !== '' ? arn : undefined;
}

/** A claim of a token that the authorizer has verified. */
export function claimOf({ requestContext }: LambdaEvent, name: string): string | undefined {
  const claim = at(at(at(at(requestContext, 'authorizer'), 'jwt'), 'claims'), name);
  return typeof claim === 'string' ? claim : undefined;
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
