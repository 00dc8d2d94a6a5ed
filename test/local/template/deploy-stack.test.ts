import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { stateFilesInMemory } from '../../../local/kernel/state-files.ts';
import { type CloudAssembly, readAssembly } from '../../../local/template/cloud-assembly.ts';
import { deployStack } from '../../../local/template/deploy-stack.ts';
import type { Properties, Provisioner, ResourceContext } from '../../../local/template/provisioner.ts';

/** Makes anything, and remembers in which order. */
function recorder() {
  const made: { properties: Properties; context: ResourceContext }[] = [];
  const provisioner: Provisioner = {
    provision(properties, context) {
      made.push({ properties, context });
      if (properties.fails !== undefined) throw new Error(String(properties.fails));
      return { ref: context.logicalId.toLowerCase(), attributes: { Arn: `arn:${context.logicalId}` } };
    },
  };
  return { made, provisioner, order: () => made.map(({ context }) => context.logicalId) };
}

function assemblyOf(templates: Readonly<Record<string, object>>): CloudAssembly {
  const stacks = Object.entries(templates).map(([name, template]) => ({
    name,
    template,
    directory: '/cdk.out',
    dependsOn: [],
  }));
  return { directory: '/cdk.out', stacks };
}

function aDeploy(files = stateFilesInMemory()) {
  const recorded = recorder();
  const logged: string[] = [];
  const run = (template: object, parameters: Readonly<Record<string, string>> = {}, name = 'App') => {
    const provisioners = { 'Test::Thing': recorded.provisioner };
    const log = (message: string) => logged.push(message);
    return deployStack({
      assembly: assemblyOf({ [name]: template }),
      stack: name,
      parameters,
      provisioners,
      files,
      log,
    });
  };
  return { ...recorded, logged, run };
}

const thing = (Properties: object = {}, more: object = {}) => ({ Type: 'Test::Thing', Properties, ...more });

test('resources come after what they refer to, however they refer to it', async () => {
  const deploy = aDeploy();
  const { outputs, resources } = await deploy.run({
    Resources: {
      A: thing({ x: { 'Fn::GetAtt': ['B', 'Arn'] } }),
      B: thing({ x: { 'Fn::Sub': `\${C} and \${!Literal}` } }),
      C: thing({}, { DependsOn: ['D'] }),
      D: thing({ x: [{ Ref: 'E' }] }),
      E: thing(),
    },
    Outputs: { Url: { Value: { 'Fn::Join': ['', ['http://', { Ref: 'A' }]] } } },
  });
  expect(deploy.order()).toEqual(['E', 'D', 'C', 'B', 'A']);
  expect(deploy.made.at(-1)?.properties).toEqual({ x: 'arn:B' });
  expect(outputs).toEqual({ Url: 'http://a' });
  expect(resources.get('A')).toEqual({ ref: 'a', attributes: { Arn: 'arn:A' } });
});

test('parameters take their defaults or what they are given', async () => {
  const template = {
    Parameters: { Stage: { Type: 'String', Default: 'test', AllowedValues: ['test', 'production'] } },
    Conditions: { IsProduction: { 'Fn::Equals': [{ Ref: 'Stage' }, 'production'] } },
    Resources: { Always: thing(), Sometimes: thing({}, { Condition: 'IsProduction' }) },
    Outputs: { Only: { Condition: 'IsProduction', Value: { Ref: 'Sometimes' } } },
  };
  expect((await aDeploy().run(template)).outputs).toEqual({});
  expect((await aDeploy().run(template, { Stage: 'production' })).outputs).toEqual({ Only: 'sometimes' });
  await expect(aDeploy().run(template, { Stage: 'prod' })).rejects.toThrow(
    'stack App: the parameter Stage must be one of test, production',
  );
  await expect(aDeploy().run(template, { Stag: 'x' })).rejects.toThrow('no parameter Stag; it has Stage');
});

test('a reference in the branch of Fn::If that does not hold is no dependency', async () => {
  const deploy = aDeploy();
  const Conditions = { No: { 'Fn::Equals': [1, 2] } };
  const A = thing({ x: { 'Fn::If': ['No', { Ref: 'B' }, 1] } });
  await deploy.run({ Conditions, Resources: { A, B: thing({ x: { Ref: 'A' } }) } });
  expect(deploy.order()).toEqual(['A', 'B']);
});

describe('errors name the stack, the logical id and the type', () => {
  test.each([
    [
      'a circle',
      { A: thing({ x: { Ref: 'B' } }), B: thing({ x: { Ref: 'A' } }) },
      'stack App: circular dependency between resources: A -> B -> A',
    ],
    [
      'unknown types, all at once',
      { A: { Type: 'AWS::No::Type' }, B: { Type: 'AWS::Nor::This' } },
      'stack App: local mode does not know the resource type of A (AWS::No::Type), B (AWS::Nor::This)',
    ],
    [
      'a reference to nothing',
      { A: thing({ x: { Ref: 'Nobody' } }) },
      'stack App: A (Test::Thing): Nobody is not in the template',
    ],
    [
      'a provisioner that fails',
      { A: thing({ fails: 'x must be a list' }) },
      'stack App: A (Test::Thing): x must be a list',
    ],
    ['a DependsOn of nothing', { A: thing({}, { DependsOn: 'Nobody' }) }, 'stack App: A has DependsOn Nobody'],
    [
      'a type named like a property of every object',
      { A: { Type: 'constructor' } },
      'resource type of A (constructor)',
    ],
  ])('%s', async (_, Resources, message) => {
    await expect(aDeploy().run({ Resources })).rejects.toThrow(message);
  });

  test('nothing is made when a type is unknown', async () => {
    const deploy = aDeploy();
    await expect(deploy.run({ Resources: { A: thing(), B: { Type: 'AWS::No::Type' } } })).rejects.toThrow();
    expect(deploy.order()).toEqual([]);
  });

  test('a section that changes the template is refused', async () => {
    await expect(aDeploy().run({ Transform: 'x', Resources: {} })).rejects.toThrow(
      'the template section Transform is not supported',
    );
  });
});

test('a restart tells each provisioner what it made, and names what vanished', async () => {
  const files = stateFilesInMemory();
  await aDeploy(files).run({ Resources: { A: thing(), B: thing() } });
  const again = aDeploy(files);
  const { vanished } = await again.run({ Resources: { A: thing(), C: thing() } });
  const previous = Object.fromEntries(again.made.map(({ context }) => [context.logicalId, context.previous?.ref]));
  expect(previous).toEqual({ A: 'a', C: undefined });
  expect(vanished).toEqual([{ logicalId: 'B', type: 'Test::Thing' }]);
  expect(again.logged).toEqual([expect.stringContaining('no longer has B (Test::Thing)')]);
  expect((await aDeploy(files).run({ Resources: { A: thing(), C: thing() } })).vanished).toEqual([]);
});

test('what was made before a failure is known to the next start', async () => {
  const files = stateFilesInMemory();
  const Resources = { A: thing(), B: thing({ fails: 'no' }) };
  await expect(aDeploy(files).run({ Resources })).rejects.toThrow();
  const again = aDeploy(files);
  await again.run({ Resources: { A: thing() } });
  expect(again.made[0]?.context.previous).toEqual({ ref: 'a', attributes: { Arn: 'arn:A' } });
});

test('an export reaches another stack, and two stacks cannot export one name', async () => {
  const files = stateFilesInMemory();
  const exporting = { Resources: { A: thing() }, Outputs: { O: { Value: { Ref: 'A' }, Export: { Name: 'shared' } } } };
  await aDeploy(files).run(exporting, {}, 'First');
  const second = aDeploy(files);
  await second.run({ Resources: { B: thing({ x: { 'Fn::ImportValue': 'shared' } }) } }, {}, 'Second');
  expect(second.made[0]?.properties).toEqual({ x: 'a' });
  await expect(aDeploy(files).run(exporting, {}, 'Third')).rejects.toThrow(
    'Export with name shared is already exported by stack First',
  );
  await expect(aDeploy().run({ Resources: { B: thing({ x: { 'Fn::ImportValue': 'shared' } }) } })).rejects.toThrow(
    'No export named shared',
  );
});

test('networks and keys are made in name only', async () => {
  const { outputs } = await aDeploy().run({
    Resources: {
      Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.1.0.0/16' } },
      Group: { Type: 'AWS::EC2::SecurityGroup', Properties: { VpcId: { Ref: 'Vpc' } } },
      Key: { Type: 'AWS::KMS::Key' },
    },
    Outputs: {
      Vpc: { Value: { 'Fn::GetAtt': ['Vpc', 'CidrBlock'] } },
      Same: { Value: { 'Fn::Join': ['=', [{ Ref: 'Vpc' }, { 'Fn::GetAtt': ['Group', 'VpcId'] }]] } },
      Key: { Value: { 'Fn::GetAtt': ['Key', 'Arn'] } },
    },
  });
  expect(outputs).toMatchObject({
    Vpc: '10.1.0.0/16',
    Same: expect.stringMatching(/^(vpc-[0-9a-f]{17})=\1$/),
  });
  expect(outputs.Key).toMatch(/^arn:aws:kms:us-east-1:000000000000:key\/[0-9a-f-]{36}$/);
});

test('a cloud assembly is read with the stacks of its stages', () => {
  const directory = mkdtempSync(join(tmpdir(), 'belay-assembly-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const write = (path: string, value: object) => writeFileSync(join(directory, path), JSON.stringify(value));
  const stack = (templateFile: string, more: object = {}) => ({
    type: 'aws:cloudformation:stack',
    properties: { templateFile, ...more },
  });
  mkdirSync(join(directory, 'stage'));
  write('manifest.json', {
    artifacts: {
      Tree: { type: 'cdk:tree' },
      One: { ...stack('one.json', { stackName: 'belay-one' }), dependencies: ['Two', 'Tree'] },
      Two: stack('two.json'),
      Stage: { type: 'cdk:cloud-assembly', properties: { directoryName: 'stage' } },
    },
  });
  write('stage/manifest.json', { artifacts: { Three: stack('three.json') } });
  for (const path of ['one.json', 'two.json', 'stage/three.json']) write(path, { Resources: {} });
  const { stacks } = readAssembly(directory);
  expect(stacks.map(({ name, dependsOn }) => [name, dependsOn])).toEqual([
    ['belay-one', ['Two']],
    ['Two', []],
    ['Three', []],
  ]);
  expect(stacks[2]?.directory).toBe(join(directory, 'stage'));
  expect(() => readAssembly(join(directory, 'nowhere'))).toThrow('synthesize the app first');
});
