/** Runs the table of IAM cases. */
import { AwsError } from '../../kernel/aws-error.ts';
import { evaluate } from '../evaluate.ts';
import { parsePolicy } from '../policy-document.ts';
import { type Case, cases, WEB } from './table.ts';

export interface CaseReport {
  readonly cases: number;
  readonly passed: number;
  /** One sentence each. */
  readonly failures: readonly string[];
}

export const name = 'iam';

/** Runs the table. */
export async function runCases(): Promise<CaseReport> {
  const failures = cases.flatMap((one) => {
    const given = decide(one);
    return given === one.gives ? [] : [`${one.it}: expected ${one.gives}, got ${given}`];
  });
  return { cases: cases.length, passed: cases.length - failures.length, failures };
}

function decide({ policy, action = 'ecs:UpdateService', resource = WEB, context = {} }: Case): string {
  const statements = policy.map((statement) => {
    const acts = 'NotAction' in statement || 'Actions' in statement ? {} : { Action: action };
    return { Effect: 'Allow', ...acts, ...('NotResource' in statement ? {} : { Resource: resource }), ...statement };
  });
  try {
    const parsed = parsePolicy({ Version: '2012-10-17', Statement: statements }, 'the case', 'identity');
    const values = new Map(Object.entries(context).map(([key, value]) => [key.toLowerCase(), value]));
    return evaluate(
      parsed.map((statement) => ({ statement })),
      { action, resource, context: values },
    ).kind;
  } catch (error) {
    if (error instanceof AwsError && error.name === 'MalformedPolicyDocument') return 'malformed';
    throw error;
  }
}
