import { createIam, type Iam } from '../../../local/iam/iam.ts';
import { VirtualClock } from '../../../local/kernel/virtual-clock.ts';
import type { Properties, Provisioned, ResourceContext } from '../../../local/template/provisioner.ts';

export function context(logicalId: string): ResourceContext {
  return { stack: 'Belay', logicalId, metadata: {}, directory: '/', previous: undefined };
}

export function trusting(service: string, conditions?: object): object {
  const Condition = conditions === undefined ? {} : { Condition: conditions };
  const statement = { Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole', ...Condition };
  return { Version: '2012-10-17', Statement: [statement] };
}

export function allowing(Action: unknown, Resource: unknown = '*'): object {
  return { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource }] };
}

/** Makes a resource as the template would. */
export async function provision(
  iam: Iam,
  type: string,
  logicalId: string,
  properties: Properties,
): Promise<Provisioned> {
  const provisioner = iam.provisioners[type];
  if (provisioner === undefined) throw new Error(`no provisioner for ${type}`);
  return provisioner.provision(properties, context(logicalId));
}

/** An IAM with one role, `Worker`, that may do what its inline policy says. */
export async function anIam(policy: object = allowing('ecs:ListTasks'), recordings?: string) {
  const iam = createIam(new VirtualClock(), recordings);
  const role = await provision(iam, 'AWS::IAM::Role', 'Worker', {
    AssumeRolePolicyDocument: trusting('lambda.amazonaws.com'),
    Policies: [{ PolicyName: 'Inline', PolicyDocument: policy }],
  });
  return { iam, name: role.ref, roleArn: role.attributes.Arn ?? '' };
}
