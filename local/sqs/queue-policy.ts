import { z } from 'zod';
import { ACCOUNT } from '../kernel/account.ts';
import { AwsError } from '../kernel/aws-error.ts';

const TEXTS = z.union([z.string(), z.array(z.string())]).transform((value) => [value].flat());
const VALUES = z
  .union([z.string(), z.boolean(), z.array(z.string())])
  .transform((value) => (Array.isArray(value) ? value : [String(value)]));
const OPERATOR = z.enum(['StringEquals', 'StringLike', 'ArnEquals', 'ArnLike', 'Bool']);
const STATEMENT = z.strictObject({
  Sid: z.string().optional(),
  Effect: z.enum(['Allow', 'Deny']),
  Principal: z.union([z.literal('*'), z.record(z.string(), TEXTS)]),
  Action: TEXTS,
  Resource: TEXTS,
  Condition: z.partialRecord(OPERATOR, z.record(z.string(), VALUES)).optional(),
});
const POLICY = z.strictObject({
  Version: z.string().optional(),
  Id: z.string().optional(),
  Statement: z.union([z.array(STATEMENT), STATEMENT.transform((statement) => [statement])]),
});

type Statement = z.output<typeof STATEMENT>;

/** The policy of a queue, as far as it speaks of services that send to it. */
export type QueuePolicy = readonly Statement[];

/** Reads a policy. Throws InvalidAttributeValue when it is malformed or has an element that is not known here. */
export function parsePolicy(text: string): QueuePolicy {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    throw refused('it is not JSON');
  }
  const result = POLICY.safeParse(document);
  if (!result.success) throw refused(z.prettifyError(result.error).replaceAll('\n', ' '));
  return result.data.Statement;
}

/** Whether a policy lets a service send to the queue on behalf of a resource. No statement lets nobody. */
export function allowsSend(policy: QueuePolicy, queueArn: string, service: string, sourceArn: string): boolean {
  // A service of AWS always comes over TLS and from inside the account.
  const context: Readonly<Record<string, string>> = {
    'aws:sourcearn': sourceArn,
    'aws:sourceaccount': ACCOUNT,
    'aws:securetransport': 'true',
  };
  const applying = policy.filter(
    ({ Principal, Action, Resource, Condition }) =>
      means(Principal, service) &&
      Action.some((action) => like(action.toLowerCase(), 'sqs:sendmessage')) &&
      Resource.some((resource) => like(resource, queueArn)) &&
      holds(Condition, context),
  );
  return applying.length > 0 && applying.every(({ Effect }) => Effect === 'Allow');
}

function means(principal: Statement['Principal'], service: string): boolean {
  if (principal === '*') return true;
  return principal.Service?.includes(service) === true || principal.AWS?.includes('*') === true;
}

function holds(conditions: Statement['Condition'], context: Readonly<Record<string, string>>): boolean {
  return Object.entries(conditions ?? {}).every(([operator, keys]) => {
    const exact = operator === 'StringEquals' || operator === 'Bool';
    return Object.entries(keys).every(([key, values]) => {
      const given = context[key.toLowerCase()];
      return given !== undefined && values.some((value) => (exact ? value === given : like(value, given)));
    });
  });
}

/** Wildcards of IAM: `*` for any run of characters, `?` for one. */
function like(pattern: string, text: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 's').test(text);
}

function refused(reason: string): AwsError {
  return new AwsError('InvalidAttributeValue', `Invalid value for the parameter Policy: ${reason}.`);
}
