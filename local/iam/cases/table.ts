/** What IAM decides, case by case, after the IAM User Guide ("Policy evaluation logic", "Condition operators"). A data table. */

export interface Case {
  readonly it: string;
  /** Statements; Effect is Allow, Action and Resource are the request's own where they are left out. */
  readonly policy: readonly object[];
  /** `ecs:UpdateService` on WEB where it is left out. */
  readonly action?: string;
  readonly resource?: string;
  readonly context?: Readonly<Record<string, string | readonly string[]>>;
  readonly gives: 'allowed' | 'denied' | 'not-allowed' | 'malformed';
}

export const WEB = 'arn:aws:ecs:us-east-1:000000000000:service/production/web';
const any = (operator: string, key: string, value: unknown): readonly object[] => [
  { Condition: { [operator]: { [key]: value } } },
];
const on = (Resource: string): readonly object[] => [{ Resource }];
const managed = { 'aws:ResourceTag/belay:managed': 'true' };
/** `${name}` as a policy writes it. */
const variable = (name: string): string => `\${${name}}`;
const keys = (...values: string[]) => ({ 'aws:TagKeys': values });

export const cases: readonly Case[] = [
  { it: 'nothing is allowed by default', policy: [], gives: 'not-allowed' },
  { it: 'a statement that names action and resource allows', policy: [{}], gives: 'allowed' },
  { it: 'a deny beats an allow before it', policy: [{}, { Effect: 'Deny' }], gives: 'denied' },
  { it: 'a deny beats an allow after it', policy: [{ Effect: 'Deny' }, {}], gives: 'denied' },
  { it: 'a deny alone is an explicit deny', policy: [{ Effect: 'Deny' }], gives: 'denied' },
  {
    it: 'a deny of something else denies nothing',
    policy: [{}, { Effect: 'Deny', Action: 'ecs:DeleteService' }],
    gives: 'allowed',
  },
  {
    it: 'a deny whose condition fails denies nothing',
    policy: [{}, { Effect: 'Deny', Condition: { Bool: { 'x:y': 'true' } } }],
    gives: 'allowed',
  },

  {
    it: 'another action of the service is not allowed',
    policy: [{ Action: 'ecs:DeleteService' }],
    gives: 'not-allowed',
  },
  { it: 'actions are not case-sensitive', policy: [{ Action: 'ECS:updateservice' }], gives: 'allowed' },
  { it: 'a star at the end of an action', policy: [{ Action: 'ecs:Update*' }], gives: 'allowed' },
  { it: 'a star within an action', policy: [{ Action: 'ecs:*Service' }], gives: 'allowed' },
  { it: 'a star for all of a service', policy: [{ Action: 'ecs:*' }], gives: 'allowed' },
  { it: 'a star for every action', policy: [{ Action: '*' }], gives: 'allowed' },
  { it: 'a star does not reach another service', policy: [{ Action: 'ecr:*' }], gives: 'not-allowed' },
  { it: 'a question mark is one character', policy: [{ Action: 'ecs:UpdateServic?' }], gives: 'allowed' },
  { it: 'a question mark is not two characters', policy: [{ Action: 'ecs:UpdateServi?' }], gives: 'not-allowed' },
  { it: 'one action of a list', policy: [{ Action: ['ecs:ListTasks', 'ecs:UpdateService'] }], gives: 'allowed' },
  { it: 'NotAction allows all others', policy: [{ NotAction: 'ecs:DeleteService' }], gives: 'allowed' },
  { it: 'NotAction leaves its own out', policy: [{ NotAction: ['ecs:Update*', 'ecr:*'] }], gives: 'not-allowed' },
  {
    it: 'a deny with NotAction denies all others',
    policy: [{}, { Effect: 'Deny', NotAction: 'ecs:List*' }],
    gives: 'denied',
  },

  { it: 'another resource is not allowed', policy: on(`${WEB}2`), gives: 'not-allowed' },
  { it: 'resources are case-sensitive', policy: on(WEB.replace('web', 'Web')), gives: 'not-allowed' },
  { it: 'a star for every resource', policy: on('*'), gives: 'allowed' },
  {
    it: 'a star at the end of a resource crosses slashes',
    policy: on('arn:aws:ecs:us-east-1:000000000000:service/*'),
    gives: 'allowed',
  },
  {
    it: 'a star in the Region and the account',
    policy: on('arn:aws:ecs:*:*:service/production/web'),
    gives: 'allowed',
  },
  {
    it: 'a star does not cross the fields of an ARN',
    policy: on('arn:aws:ecs:*:service/production/web'),
    gives: 'not-allowed',
  },
  { it: 'fields that a pattern leaves out fit anything', policy: on('arn:aws:ecs'), gives: 'allowed' },
  {
    it: 'the resource part keeps its own colons',
    action: 'ecs:DescribeTaskDefinition',
    resource: 'arn:aws:ecs:us-east-1:000000000000:task-definition/web:7',
    policy: on('arn:aws:ecs:*:*:task-definition/web:*'),
    gives: 'allowed',
  },
  {
    it: 'another account is not allowed',
    policy: on('arn:aws:ecs:us-east-1:111111111111:service/*'),
    gives: 'not-allowed',
  },
  {
    it: 'a request on * needs a policy on *',
    action: 'ecs:ListServices',
    resource: '*',
    policy: on('arn:aws:ecs:*:*:*'),
    gives: 'not-allowed',
  },
  {
    it: 'a request on * is allowed by *',
    action: 'ecs:ListServices',
    resource: '*',
    policy: on('*'),
    gives: 'allowed',
  },
  { it: 'one resource of a list', policy: [{ Resource: ['arn:aws:ecs:*:*:cluster/*', WEB] }], gives: 'allowed' },
  {
    it: 'NotResource allows all others',
    policy: [{ NotResource: 'arn:aws:ecs:*:*:service/staging/*' }],
    gives: 'allowed',
  },
  {
    it: 'NotResource leaves its own out',
    policy: [{ NotResource: 'arn:aws:ecs:*:*:service/production/*' }],
    gives: 'not-allowed',
  },
  {
    it: 'a policy variable in a resource',
    policy: on(`arn:aws:ecs:*:*:service/${variable('aws:PrincipalTag/environment')}/*`),
    context: { 'aws:PrincipalTag/environment': 'production' },
    gives: 'allowed',
  },
  {
    it: 'a policy variable without a value makes the statement not apply',
    policy: on(`arn:aws:ecs:*:*:service/${variable('aws:PrincipalTag/environment')}*`),
    gives: 'not-allowed',
  },
  {
    it: 'a policy variable with a default',
    policy: on(`arn:aws:ecs:*:*:service/${variable("aws:PrincipalTag/environment, 'production'")}/*`),
    gives: 'allowed',
  },

  {
    it: 'StringEquals on a tag',
    policy: any('StringEquals', 'aws:ResourceTag/belay:managed', 'true'),
    context: managed,
    gives: 'allowed',
  },
  {
    it: 'StringEquals with another value',
    policy: any('StringEquals', 'aws:ResourceTag/belay:managed', 'yes'),
    context: managed,
    gives: 'not-allowed',
  },
  {
    it: 'StringEquals is case-sensitive',
    policy: any('StringEquals', 'aws:ResourceTag/belay:managed', 'True'),
    context: managed,
    gives: 'not-allowed',
  },
  {
    it: 'StringEquals knows no wildcards',
    policy: any('StringEquals', 'aws:ResourceTag/belay:managed', 't*'),
    context: managed,
    gives: 'not-allowed',
  },
  {
    it: 'the key of a condition is not case-sensitive',
    policy: any('StringEquals', 'AWS:resourcetag/Belay:Managed', 'true'),
    context: managed,
    gives: 'allowed',
  },
  {
    it: 'a true in JSON is the text true',
    policy: any('StringEquals', 'aws:ResourceTag/belay:managed', true),
    context: managed,
    gives: 'allowed',
  },
  {
    it: 'one value of a list',
    policy: any('StringEquals', 'ecs:cluster', ['a', 'b']),
    context: { 'ecs:cluster': 'b' },
    gives: 'allowed',
  },
  { it: 'a missing key fails a plain operator', policy: any('StringEquals', 'ecs:cluster', 'a'), gives: 'not-allowed' },
  {
    it: 'StringNotEquals holds for another value',
    policy: any('StringNotEquals', 'ecs:cluster', ['a', 'b']),
    context: { 'ecs:cluster': 'c' },
    gives: 'allowed',
  },
  {
    it: 'StringNotEquals fails for each of its values',
    policy: any('StringNotEquals', 'ecs:cluster', ['a', 'b']),
    context: { 'ecs:cluster': 'b' },
    gives: 'not-allowed',
  },
  {
    it: 'a missing key holds for a negated operator',
    policy: any('StringNotEquals', 'ecs:cluster', 'a'),
    gives: 'allowed',
  },
  {
    it: 'a deny with a negated operator applies where the key is missing',
    policy: [{}, { Effect: 'Deny', Condition: { StringNotEquals: { 'ecs:cluster': 'a' } } }],
    gives: 'denied',
  },
  {
    it: 'StringEqualsIgnoreCase',
    policy: any('StringEqualsIgnoreCase', 'ecs:cluster', 'PROD'),
    context: { 'ecs:cluster': 'prod' },
    gives: 'allowed',
  },
  {
    it: 'StringNotEqualsIgnoreCase',
    policy: any('StringNotEqualsIgnoreCase', 'ecs:cluster', 'PROD'),
    context: { 'ecs:cluster': 'prod' },
    gives: 'not-allowed',
  },
  {
    it: 'StringLike with a star',
    policy: any('StringLike', 'ecs:cluster', 'prod-*'),
    context: { 'ecs:cluster': 'prod-1' },
    gives: 'allowed',
  },
  {
    it: 'StringLike with a question mark',
    policy: any('StringLike', 'ecs:cluster', 'prod-?'),
    context: { 'ecs:cluster': 'prod-12' },
    gives: 'not-allowed',
  },
  {
    it: 'StringNotLike',
    policy: any('StringNotLike', 'ecs:cluster', 'prod-*'),
    context: { 'ecs:cluster': 'prod-1' },
    gives: 'not-allowed',
  },
  {
    it: 'a policy variable in a condition',
    policy: any('StringEquals', 'ecs:cluster', `${variable('aws:PrincipalTag/cluster')}`),
    context: { 'ecs:cluster': 'a', 'aws:PrincipalTag/cluster': 'a' },
    gives: 'allowed',
  },

  {
    it: 'ArnEquals takes wildcards, as ArnLike',
    policy: any('ArnEquals', 'ecs:cluster', 'arn:aws:ecs:*:*:cluster/prod*'),
    context: { 'ecs:cluster': 'arn:aws:ecs:us-east-1:000000000000:cluster/production' },
    gives: 'allowed',
  },
  {
    it: 'ArnLike field by field',
    policy: any('ArnLike', 'ecs:cluster', 'arn:aws:ecs:*:cluster/production'),
    context: { 'ecs:cluster': 'arn:aws:ecs:us-east-1:000000000000:cluster/production' },
    gives: 'not-allowed',
  },
  {
    it: 'ArnNotLike',
    policy: any('ArnNotLike', 'ecs:cluster', 'arn:aws:ecs:*:*:cluster/staging'),
    context: { 'ecs:cluster': 'arn:aws:ecs:us-east-1:000000000000:cluster/production' },
    gives: 'allowed',
  },
  {
    it: 'ArnLike of what is no ARN',
    policy: any('ArnLike', 'ecs:cluster', '*'),
    context: { 'ecs:cluster': 'production' },
    gives: 'not-allowed',
  },

  {
    it: 'Bool true',
    policy: any('Bool', 'aws:ViaAWSService', 'true'),
    context: { 'aws:ViaAWSService': 'true' },
    gives: 'allowed',
  },
  {
    it: 'Bool of a JSON false',
    policy: any('Bool', 'aws:ViaAWSService', false),
    context: { 'aws:ViaAWSService': 'true' },
    gives: 'not-allowed',
  },
  { it: 'Bool of a missing key', policy: any('Bool', 'aws:ViaAWSService', 'false'), gives: 'not-allowed' },
  { it: 'Null true holds where the key is missing', policy: any('Null', 'ecs:cluster', 'true'), gives: 'allowed' },
  {
    it: 'Null true fails where the key is there',
    policy: any('Null', 'ecs:cluster', 'true'),
    context: { 'ecs:cluster': 'a' },
    gives: 'not-allowed',
  },
  {
    it: 'Null false asks for the key',
    policy: any('Null', 'ecs:cluster', false),
    context: { 'ecs:cluster': 'a' },
    gives: 'allowed',
  },
  {
    it: 'NumericEquals compares numbers, not text',
    policy: any('NumericEquals', 'x:n', '10'),
    context: { 'x:n': '10.0' },
    gives: 'allowed',
  },
  { it: 'NumericLessThan', policy: any('NumericLessThan', 'x:n', 10), context: { 'x:n': '9' }, gives: 'allowed' },
  {
    it: 'NumericLessThanEquals at its bound',
    policy: any('NumericLessThanEquals', 'x:n', 10),
    context: { 'x:n': '10' },
    gives: 'allowed',
  },
  {
    it: 'NumericGreaterThan at its bound',
    policy: any('NumericGreaterThan', 'x:n', 10),
    context: { 'x:n': '10' },
    gives: 'not-allowed',
  },
  {
    it: 'NumericGreaterThanEquals of what is no number',
    policy: any('NumericGreaterThanEquals', 'x:n', 1),
    context: { 'x:n': 'many' },
    gives: 'not-allowed',
  },
  { it: 'NumericNotEquals of a missing key', policy: any('NumericNotEquals', 'x:n', 1), gives: 'allowed' },
  {
    it: 'DateLessThan',
    policy: any('DateLessThan', 'aws:CurrentTime', '2026-12-01T00:00:00Z'),
    context: { 'aws:CurrentTime': '2026-11-20T00:00:00Z' },
    gives: 'allowed',
  },

  {
    it: 'all operators must hold',
    policy: [{ Condition: { StringEquals: { 'ecs:cluster': 'a' }, Bool: { 'x:y': 'true' } } }],
    context: { 'ecs:cluster': 'a', 'x:y': 'false' },
    gives: 'not-allowed',
  },
  {
    it: 'all keys of an operator must hold',
    policy: [{ Condition: { StringEquals: { 'ecs:cluster': 'a', 'x:y': 'b' } } }],
    context: { 'ecs:cluster': 'a' },
    gives: 'not-allowed',
  },
  {
    it: 'PassedToService',
    action: 'iam:PassRole',
    resource: 'arn:aws:iam::000000000000:role/app/web',
    policy: [
      {
        Resource: 'arn:aws:iam::000000000000:role/app/*',
        Condition: { StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } },
      },
    ],
    context: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' },
    gives: 'allowed',
  },
  {
    it: 'a role passed to another service',
    action: 'iam:PassRole',
    resource: 'arn:aws:iam::000000000000:role/app/web',
    policy: any('StringEquals', 'iam:PassedToService', 'ecs-tasks.amazonaws.com'),
    context: { 'iam:PassedToService': 'lambda.amazonaws.com' },
    gives: 'not-allowed',
  },

  {
    it: 'IfExists holds where the key is missing',
    policy: any('StringEqualsIfExists', 'ecs:cluster', 'a'),
    gives: 'allowed',
  },
  {
    it: 'IfExists compares where the key is there',
    policy: any('StringEqualsIfExists', 'ecs:cluster', 'a'),
    context: { 'ecs:cluster': 'b' },
    gives: 'not-allowed',
  },
  {
    it: 'BoolIfExists in a deny applies where the key is missing',
    policy: [{}, { Effect: 'Deny', Condition: { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } } }],
    gives: 'denied',
  },

  {
    it: 'ForAllValues holds when each value is listed',
    policy: any('ForAllValues:StringEquals', 'aws:TagKeys', ['a', 'b']),
    context: keys('a', 'b'),
    gives: 'allowed',
  },
  {
    it: 'ForAllValues fails when one is not',
    policy: any('ForAllValues:StringEquals', 'aws:TagKeys', ['a', 'b']),
    context: keys('a', 'c'),
    gives: 'not-allowed',
  },
  {
    it: 'ForAllValues holds for a missing key',
    policy: any('ForAllValues:StringEquals', 'aws:TagKeys', 'a'),
    gives: 'allowed',
  },
  {
    it: 'ForAnyValue holds when one value is listed',
    policy: any('ForAnyValue:StringEquals', 'aws:TagKeys', 'c'),
    context: keys('a', 'c'),
    gives: 'allowed',
  },
  {
    it: 'ForAnyValue fails when none is',
    policy: any('ForAnyValue:StringLike', 'aws:TagKeys', 'x*'),
    context: keys('a', 'c'),
    gives: 'not-allowed',
  },
  {
    it: 'ForAnyValue fails for a missing key',
    policy: any('ForAnyValue:StringEquals', 'aws:TagKeys', 'a'),
    gives: 'not-allowed',
  },
  {
    it: 'ForAllValues negated: no value may be listed',
    policy: any('ForAllValues:StringNotEquals', 'aws:TagKeys', 'c'),
    context: keys('a', 'c'),
    gives: 'not-allowed',
  },
  {
    it: 'ForAnyValue negated: one value is not listed',
    policy: any('ForAnyValue:StringNotEquals', 'aws:TagKeys', 'c'),
    context: keys('a', 'c'),
    gives: 'allowed',
  },

  { it: 'an unknown operator', policy: any('StringMatches', 'x:y', 'a'), gives: 'malformed' },
  {
    it: 'an operator named like a property of every object',
    policy: any('constructor', 'x:y', 'a'),
    gives: 'malformed',
  },
  { it: 'an unknown element', policy: [{ Actions: 'ecs:*' }], gives: 'malformed' },
  { it: 'an Effect of another spelling', policy: [{ Effect: 'allow' }], gives: 'malformed' },
  { it: 'an action without a service', policy: [{ Action: 'UpdateService' }], gives: 'malformed' },
  { it: 'a resource that is no ARN', policy: on('service/production/web'), gives: 'malformed' },
  { it: 'both Action and NotAction', policy: [{ Action: 'ecs:*', NotAction: 'ecs:List*' }], gives: 'malformed' },
  { it: 'a Principal in the policy of a role', policy: [{ Principal: '*' }], gives: 'malformed' },
  {
    it: 'a variable for a plain character',
    policy: on(`arn:aws:ecs:*:*:service/${variable('*')}`),
    gives: 'malformed',
  },
];
