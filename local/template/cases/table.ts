/** What intrinsic functions give, case by case, after the CloudFormation Template Reference. A data table. */

export type Case = { readonly it: string; readonly value: unknown } & (
  | { readonly gives: unknown }
  /** Part of the error's message. */
  | { readonly refused: string }
);

/** The template that the cases stand in; `Topic` and `Fn` are made, `Later` is not because its condition is false. */
export const template = {
  Parameters: {
    Stage: { Type: 'String', Default: 'test' },
    Count: { Type: 'Number', Default: 3 },
    Zones: { Type: 'CommaDelimitedList', Default: 'a, b,c' },
    BootstrapVersion: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/cdk-bootstrap/hnb659fds/version' },
  },
  Mappings: { Sizes: { test: { cpu: 256, zones: ['x', 'y'] }, production: { cpu: 1024 } } },
  Conditions: {
    IsTest: { 'Fn::Equals': [{ Ref: 'Stage' }, 'test'] },
    IsProduction: { 'Fn::Equals': [{ Ref: 'Stage' }, 'production'] },
    Either: { 'Fn::Or': [{ Condition: 'IsTest' }, { Condition: 'IsProduction' }] },
    Both: { 'Fn::And': [{ Condition: 'IsTest' }, { Condition: 'IsProduction' }] },
    Neither: { 'Fn::Not': [{ Condition: 'Either' }] },
    Round: { 'Fn::Not': [{ Condition: 'Round' }] },
    OfResource: { 'Fn::Equals': [{ Ref: 'Topic' }, 'x'] },
  },
  Resources: {
    Topic: { Type: 'AWS::SNS::Topic' },
    Fn: { Type: 'AWS::Lambda::Function' },
    Later: { Type: 'AWS::SNS::Topic', Condition: 'IsProduction' },
  },
};

export const made = {
  Topic: { ref: 'arn:aws:sns:us-east-1:000000000000:topic', attributes: { TopicName: 'topic' } },
  Fn: {
    ref: 'fn',
    attributes: { Arn: 'arn:aws:lambda:us-east-1:000000000000:function:fn', 'Outputs.Url': 'http://x' },
  },
};

/** `${name}` as Fn::Sub writes it. */
const hole = (name: string): string => `\${${name}}`;
const iff = (condition: string, yes: unknown = 'yes', no: unknown = 'no') => ({ 'Fn::If': [condition, yes, no] });
const noValue = { Ref: 'AWS::NoValue' };

export const cases: readonly Case[] = [
  { it: 'plain values stay', value: { a: [1, true, 'x', null] }, gives: { a: [1, true, 'x', null] } },
  { it: 'functions are resolved at any depth', value: { a: [{ b: { Ref: 'Stage' } }] }, gives: { a: [{ b: 'test' }] } },
  { it: 'Ref beside other keys is a plain key', value: { Ref: 'Stage', x: 1 }, gives: { Ref: 'Stage', x: 1 } },
  {
    it: 'Condition in properties is a plain key',
    value: { Condition: { Bool: 'x' } },
    gives: { Condition: { Bool: 'x' } },
  },

  { it: 'Ref of a parameter', value: { Ref: 'Stage' }, gives: 'test' },
  { it: 'Ref of a Number is text', value: { Ref: 'Count' }, gives: '3' },
  { it: 'Ref of a list parameter is a list, trimmed', value: { Ref: 'Zones' }, gives: ['a', 'b', 'c'] },
  { it: 'Ref of a resource', value: { Ref: 'Fn' }, gives: 'fn' },
  { it: 'Ref of nothing', value: { Ref: 'Nobody' }, refused: 'Nobody is not in the template' },
  { it: 'Ref of a resource whose condition is false', value: { Ref: 'Later' }, refused: 'its Condition is false' },
  { it: 'Ref of a parameter that reads SSM', value: { Ref: 'BootstrapVersion' }, refused: 'reads SSM' },
  {
    it: 'Ref of a name that every object has',
    value: { Ref: 'constructor' },
    refused: 'constructor is not in the template',
  },
  { it: 'AWS::AccountId', value: { Ref: 'AWS::AccountId' }, gives: '000000000000' },
  { it: 'AWS::Region', value: { Ref: 'AWS::Region' }, gives: 'us-east-1' },
  { it: 'AWS::Partition', value: { Ref: 'AWS::Partition' }, gives: 'aws' },
  { it: 'AWS::URLSuffix', value: { Ref: 'AWS::URLSuffix' }, gives: 'amazonaws.com' },
  { it: 'AWS::StackName', value: { Ref: 'AWS::StackName' }, gives: 'Cases' },
  { it: 'AWS::NoValue leaves a property out', value: { a: noValue, b: 1 }, gives: { b: 1 } },
  { it: 'AWS::NoValue leaves an item out', value: [1, noValue, 2], gives: [1, 2] },

  { it: 'GetAtt as a list', value: { 'Fn::GetAtt': ['Topic', 'TopicName'] }, gives: 'topic' },
  { it: 'GetAtt as text', value: { 'Fn::GetAtt': 'Topic.TopicName' }, gives: 'topic' },
  { it: 'GetAtt of an attribute with a dot', value: { 'Fn::GetAtt': ['Fn', 'Outputs.Url'] }, gives: 'http://x' },
  {
    it: 'GetAtt of an unknown attribute',
    value: { 'Fn::GetAtt': ['Fn', 'Url'] },
    refused: 'Fn (AWS::Lambda::Function) has no attribute Url',
  },
  {
    it: 'GetAtt of a name that every object has',
    value: { 'Fn::GetAtt': ['Fn', 'toString'] },
    refused: 'has no attribute toString',
  },

  { it: 'Join', value: { 'Fn::Join': ['-', ['a', { Ref: 'Stage' }, 1]] }, gives: 'a-test-1' },
  { it: 'Join of a list parameter', value: { 'Fn::Join': ['', { Ref: 'Zones' }] }, gives: 'abc' },
  { it: 'Join leaves AWS::NoValue out', value: { 'Fn::Join': ['-', ['a', noValue, 'b']] }, gives: 'a-b' },
  { it: 'Join of an object', value: { 'Fn::Join': ['-', [{ a: 1 }]] }, refused: 'Fn::Join needs text' },
  { it: 'Join of text', value: { 'Fn::Join': ['-', 'ab'] }, refused: 'Fn::Join needs a list' },

  { it: 'Sub of a parameter', value: { 'Fn::Sub': `x-${hole('Stage')}-y` }, gives: 'x-test-y' },
  { it: 'Sub of a pseudo parameter', value: { 'Fn::Sub': `${hole('AWS::Region')}!` }, gives: 'us-east-1!' },
  { it: 'Sub of an attribute', value: { 'Fn::Sub': hole('Fn.Outputs.Url') }, gives: 'http://x' },
  {
    it: 'Sub with variables',
    value: { 'Fn::Sub': [`${hole('V')}/${hole('Stage')}`, { V: { Ref: 'Fn' } }] },
    gives: 'fn/test',
  },
  {
    it: 'a variable of Sub hides a parameter',
    value: { 'Fn::Sub': [hole('Stage'), { Stage: 'mine' }] },
    gives: 'mine',
  },
  {
    it: 'Sub with an escape',
    value: { 'Fn::Sub': `${hole('!Stage')} is ${hole('Stage')}` },
    gives: `${hole('Stage')} is test`,
  },
  { it: 'Sub of nothing', value: { 'Fn::Sub': hole('Nobody') }, refused: 'Nobody is not in the template' },
  { it: 'Sub of a list', value: { 'Fn::Sub': hole('Zones') }, refused: 'Fn::Sub needs text' },
  { it: 'Sub leaves a lone dollar', value: { 'Fn::Sub': '$5 {x}' }, gives: '$5 {x}' },

  { it: 'Select', value: { 'Fn::Select': [1, ['a', 'b']] }, gives: 'b' },
  { it: 'Select with text as index', value: { 'Fn::Select': ['2', { Ref: 'Zones' }] }, gives: 'c' },
  { it: 'Select of Split', value: { 'Fn::Select': [5, { 'Fn::Split': [':', { Ref: 'Topic' }] }] }, gives: 'topic' },
  { it: 'Select past the end', value: { 'Fn::Select': [3, { Ref: 'Zones' }] }, refused: 'no item 3' },
  { it: 'Select below the start', value: { 'Fn::Select': [-1, { Ref: 'Zones' }] }, refused: 'no item -1' },
  { it: 'Split', value: { 'Fn::Split': ['|', 'a||b'] }, gives: ['a', '', 'b'] },
  { it: 'Split without its separator', value: { 'Fn::Split': ['|', 'ab'] }, gives: ['ab'] },

  { it: 'If that holds', value: iff('IsTest'), gives: 'yes' },
  { it: 'If that does not', value: iff('IsProduction'), gives: 'no' },
  { it: 'the other branch of If is not looked at', value: iff('IsTest', 1, { Ref: 'Nobody' }), gives: 1 },
  { it: 'If with AWS::NoValue', value: { a: iff('IsProduction', 1, noValue) }, gives: {} },
  { it: 'If within If', value: iff('IsTest', iff('IsProduction')), gives: 'no' },
  { it: 'If of an unknown condition', value: iff('Nobody'), refused: 'no condition Nobody' },
  { it: 'Or', value: iff('Either'), gives: 'yes' },
  { it: 'And', value: iff('Both'), gives: 'no' },
  { it: 'Not', value: iff('Neither'), gives: 'no' },
  { it: 'a condition that depends on itself', value: iff('Round'), refused: 'depends on itself' },
  { it: 'a condition on a resource', value: iff('OfResource'), refused: 'cannot refer to the resource Topic' },
  { it: 'Equals compares a number with its text', value: { 'Fn::Equals': [{ Ref: 'Count' }, 3] }, gives: true },
  { it: 'Equals is case-sensitive', value: { 'Fn::Equals': ['a', 'A'] }, gives: false },
  { it: 'And of one', value: { 'Fn::And': [{ 'Fn::Equals': [1, 1] }] }, refused: 'Fn::And takes a list of 2 to 10' },
  { it: 'Not of text', value: { 'Fn::Not': ['x'] }, refused: '"x" is no condition' },

  { it: 'FindInMap', value: { 'Fn::FindInMap': ['Sizes', { Ref: 'Stage' }, 'cpu'] }, gives: 256 },
  { it: 'FindInMap of a list', value: { 'Fn::FindInMap': ['Sizes', 'test', 'zones'] }, gives: ['x', 'y'] },
  {
    it: 'FindInMap without the key',
    value: { 'Fn::FindInMap': ['Sizes', 'test', 'ram'] },
    refused: 'finds no Sizes.test.ram',
  },
  {
    it: 'FindInMap with a default',
    value: { 'Fn::FindInMap': ['Sizes', 'x', 'cpu', { DefaultValue: { Ref: 'Count' } }] },
    gives: '3',
  },
  { it: 'FindInMap of an unknown map', value: { 'Fn::FindInMap': ['Nobody', 'x', 'y'] }, refused: 'no mapping Nobody' },

  { it: 'ImportValue', value: { 'Fn::ImportValue': { 'Fn::Sub': `${hole('Stage')}-cluster` } }, gives: 'production' },
  { it: 'ImportValue of nothing', value: { 'Fn::ImportValue': 'nobody' }, refused: 'No export named nobody' },
  { it: 'Base64', value: { 'Fn::Base64': { Ref: 'Stage' } }, gives: 'dGVzdA==' },
  { it: 'GetAZs', value: { 'Fn::GetAZs': '' }, gives: ['us-east-1a', 'us-east-1b', 'us-east-1c'] },
  {
    it: 'GetAZs of a Region',
    value: { 'Fn::Select': [0, { 'Fn::GetAZs': { Ref: 'AWS::Region' } }] },
    gives: 'us-east-1a',
  },

  { it: 'an unknown function', value: { 'Fn::Transform': { Name: 'x' } }, refused: 'Fn::Transform is not supported' },
  { it: 'a function beside other keys', value: { 'Fn::Join': ['', []], x: 1 }, refused: 'stands beside other keys' },
  { it: 'a function with too few arguments', value: { 'Fn::If': ['IsTest', 1] }, refused: 'Fn::If takes a list of 3' },
  { it: 'a dynamic reference', value: '{{resolve:ssm:/a}}', refused: '{{resolve:ssm:/a}} is not supported' },
  {
    it: 'a dynamic reference that Join puts together',
    value: { 'Fn::Join': ['', ['{{resolve:', 'ssm:/a}}']] },
    refused: 'is not supported',
  },
];
