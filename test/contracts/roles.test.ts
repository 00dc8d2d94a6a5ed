import * as iamModule from '@aws-sdk/client-iam';
import { expect, test } from 'vitest';
import type { Roles } from '../../core/ports.ts';
import { iamRoles } from '../../functions/aws/iam-roles.ts';
import { createIam } from '../../local/iam/iam.ts';
import { VirtualClock } from '../../local/kernel/virtual-clock.ts';
import { FakeSurroundings } from '../fakes/fake-surroundings.ts';
import { aWire, clientOf } from '../local/wire/a-wire.ts';
import { Witness } from './witness.ts';

const witness = new Witness('roles');

interface Bench {
  readonly roles: Roles;
  readonly there: string;
  readonly ofLambda: string;
  readonly missing: string;
}

async function played(): Promise<Bench> {
  const roles = new FakeSurroundings();
  roles.gone.add('role/none');
  roles.untrusting.add('role/of-lambda');
  return { ...witness.fakes({ roles }), there: 'role/web', ofLambda: 'role/of-lambda', missing: 'role/none' };
}

async function inIam(): Promise<Bench> {
  const local = createIam(new VirtualClock());
  const make = async (RoleName: string, Service: string | readonly string[]): Promise<string> => {
    const context = { stack: 'Stack', logicalId: RoleName, metadata: {}, directory: '/', previous: undefined };
    const AssumeRolePolicyDocument = {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { Service }, Action: 'sts:AssumeRole' }],
    };
    const properties = { RoleName, Path: '/app/', AssumeRolePolicyDocument };
    const made = await local.provisioners['AWS::IAM::Role']?.provision(properties, context);
    return String(made?.attributes?.Arn);
  };
  const there = await make('web', ['lambda.amazonaws.com', 'ecs-tasks.amazonaws.com']);
  const ofLambda = await make('of-lambda', 'lambda.amazonaws.com');
  const wire = await aWire({ services: [{ module: iamModule, service: local.service }] });
  const roles = iamRoles(new iamModule.IAMClient(clientOf(wire)));
  return { ...witness.adapters({ roles }), there, ofLambda, missing: there.replace('/app/', '/other/') };
}

test.each([
  ['that is played', played],
  ['in IAM', inIam],
] as const)('a role %s is there for tasks, or for others, or it is not', async (_, make) => {
  const { roles, there, ofLambda, missing } = await make();
  expect(await roles.forTasks(there)).toBe('there');
  expect(await roles.forTasks(ofLambda)).toBe('not-for-tasks');
  expect(await roles.forTasks(missing)).toBe('gone');
});

test('a name that nobody has is a role that is gone', async () => {
  const { roles } = await inIam();
  expect(await roles.forTasks('arn:aws:iam::000000000000:role/nobody')).toBe('gone');
});

witness.testifies();
