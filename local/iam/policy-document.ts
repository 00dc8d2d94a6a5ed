/** An IAM policy document, parsed. What local IAM could not enforce is an error here, not an allowance later. */
import { AwsError } from '../kernel/aws-error.ts';
import { type Condition, parseConditions } from './conditions.ts';
import { escapeIn } from './policy-variables.ts';

export interface Statement {
  readonly effect: 'Allow' | 'Deny';
  /** Patterns; `not` turns the list round (NotAction, NotResource). */
  readonly actions: { readonly not: boolean; readonly patterns: readonly string[] };
  /** Absent in a trust policy. */
  readonly resources: { readonly not: boolean; readonly patterns: readonly string[] } | undefined;
  /** Only in a trust policy: by kind (`Service`, `AWS`); `*` alone is kind `*`. */
  readonly principals: Readonly<Record<string, readonly string[]>> | undefined;
  readonly conditions: readonly Condition[];
}

const ELEMENTS = ['Sid', 'Effect', 'Action', 'NotAction', 'Resource', 'NotResource', 'Principal', 'Condition'];

/** Reads the document of `where` (a name for messages). Throws MalformedPolicyDocument. */
export function parsePolicy(document: unknown, where: string, kind: 'identity' | 'trust'): readonly Statement[] {
  const wrong = (message: string): AwsError => new AwsError('MalformedPolicyDocument', `${where}: ${message}`);
  if (!isRecord(document)) throw wrong('a policy document is an object');
  if (document.Version !== '2012-10-17') throw wrong('Version must be 2012-10-17');
  return statementsIn(document).map((statement, index) =>
    parseStatement(statement, kind, (message) => wrong(`statement ${index}: ${message}`)),
  );
}

/** The statements of a document as they are written; a document may have one outside of any list. */
export function statementsIn(document: unknown): readonly unknown[] {
  if (!isRecord(document)) return [];
  return Array.isArray(document.Statement) ? document.Statement : [document.Statement];
}

function parseStatement(raw: unknown, kind: 'identity' | 'trust', wrong: (message: string) => AwsError): Statement {
  if (!isRecord(raw)) throw wrong('is no object');
  const stranger = Object.keys(raw).find((name) => !ELEMENTS.includes(name));
  if (stranger !== undefined) throw wrong(`the element ${stranger} is not supported`);
  if (raw.Effect !== 'Allow' && raw.Effect !== 'Deny') throw wrong('Effect must be Allow or Deny');
  const actions = oneOf(raw, 'Action', 'NotAction', wrong);
  if (actions === undefined) throw wrong('has neither Action nor NotAction');
  const unnamed = actions.patterns.find((action) => action !== '*' && !/^[\w-]+:[\w*?-]+$/.test(action));
  if (unnamed !== undefined) throw wrong(`${unnamed} is no action; actions look like ecs:UpdateService`);
  const resources = oneOf(raw, 'Resource', 'NotResource', wrong);
  const strange = resources?.patterns.find((resource) => resource !== '*' && !/^(arn|\*|\?|\$)/.test(resource));
  if (strange !== undefined) throw wrong(`${strange} is no ARN`);
  if (kind === 'identity' && resources === undefined) throw wrong('has neither Resource nor NotResource');
  if (kind === 'trust' && raw.Principal === undefined) throw wrong('has no Principal');
  if ((kind === 'trust') !== (resources === undefined)) throw wrong('a trust policy has Principal and no Resource');
  if (kind === 'identity' && raw.Principal !== undefined) throw wrong('the policy of an identity has no Principal');
  const conditions = parseConditions(raw.Condition, wrong);
  const texts = [...(resources?.patterns ?? []), ...conditions.flatMap((condition) => condition.values)];
  const plain = texts.map(escapeIn).find((found) => found !== undefined);
  if (plain !== undefined) throw wrong(`the policy variable ${plain} is not supported`);
  return {
    effect: raw.Effect,
    actions,
    resources,
    principals: raw.Principal === undefined ? undefined : principalsOf(raw.Principal, wrong),
    conditions,
  };
}

function oneOf(
  raw: Readonly<Record<string, unknown>>,
  plain: string,
  negated: string,
  wrong: (message: string) => AwsError,
) {
  if (raw[plain] !== undefined && raw[negated] !== undefined) throw wrong(`has both ${plain} and ${negated}`);
  const not = raw[negated] !== undefined;
  const patterns = raw[plain] ?? raw[negated];
  return patterns === undefined ? undefined : { not, patterns: stringsOf(patterns, not ? negated : plain, wrong) };
}

function principalsOf(raw: unknown, wrong: (message: string) => AwsError): Readonly<Record<string, readonly string[]>> {
  if (raw === '*') return { '*': ['*'] };
  if (!isRecord(raw)) throw wrong('Principal must be an object or *');
  return Object.fromEntries(
    Object.entries(raw).map(([kind, values]) => [kind, stringsOf(values, `Principal.${kind}`, wrong)]),
  );
}

function stringsOf(value: unknown, name: string, wrong: (message: string) => AwsError): readonly string[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  const strings = list.filter((item) => typeof item === 'string');
  if (strings.length === 0 || strings.length !== list.length)
    throw wrong(`${name} must be a string or a list of strings`);
  return strings;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
