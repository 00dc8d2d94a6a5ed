/** Roles and policies as CloudFormation makes them. */
import { createHash } from 'node:crypto';
import type { Clock } from '../kernel/clock.ts';
import { type Properties, type Provisioner, physicalName, type ResourceContext } from '../template/provisioner.ts';
import { parsePolicy } from './policy-document.ts';
import { iamArn, type Roles, rulesIn } from './roles.ts';

/** AWS allows 64 characters; CloudFormation shortens longer names so, and keeps them apart. */
const LONGEST_ROLE_NAME = 64;

export function iamProvisioners(roles: Roles, clock: Clock): Readonly<Record<string, Provisioner>> {
  return {
    'AWS::IAM::Role': {
      provision(properties, context) {
        refuseStrangers(properties, [
          'AssumeRolePolicyDocument',
          'Policies',
          'ManagedPolicyArns',
          'RoleName',
          'Path',
          ...INERT,
        ]);
        const name = optionalText(properties, 'RoleName') ?? shortened(physicalName(context));
        const arn = iamArn('role', pathOf(properties), name);
        const id = `AROA${createHash('sha256').update(arn).digest('hex').slice(0, 17).toUpperCase()}`;
        const managed = texts(properties, 'ManagedPolicyArns');
        for (const policy of managed) roles.managedRules(policy);
        const inline = list(properties, 'Policies').flatMap((policy) => {
          const name = text(policy, 'PolicyName');
          return rulesIn(policy.PolicyDocument, name, `Policies.${name}`);
        });
        const { AssumeRolePolicyDocument: trustDocument } = properties;
        const trust = parsePolicy(trustDocument, 'AssumeRolePolicyDocument', 'trust');
        const createdAt = roles.find(name)?.createdAt ?? clock.now();
        const { stack, logicalId } = context;
        roles.put({ stack, logicalId, name, arn, id, trust, trustDocument, createdAt, inline, managed });
        return { ref: name, attributes: { Arn: arn, RoleId: id } };
      },
    },
    'AWS::IAM::Policy': {
      provision(properties, context) {
        refuseStrangers(properties, ['PolicyName', 'PolicyDocument', 'Roles']);
        const name = text(properties, 'PolicyName');
        const rules = rulesIn(properties.PolicyDocument, name, 'PolicyDocument');
        roles.attach(ownerOf(context), { rules, roles: knownRoles(roles, properties) });
        return { ref: name, attributes: { Id: name } };
      },
    },
    'AWS::IAM::ManagedPolicy': {
      provision(properties, context) {
        refuseStrangers(properties, ['ManagedPolicyName', 'PolicyDocument', 'Roles', 'Path', 'Description']);
        const name = optionalText(properties, 'ManagedPolicyName') ?? physicalName(context);
        const arn = iamArn('policy', pathOf(properties), name);
        const rules = rulesIn(properties.PolicyDocument, name, 'PolicyDocument');
        roles.putManaged(arn, rules);
        roles.attach(ownerOf(context), { rules, roles: knownRoles(roles, properties) });
        return { ref: arn, attributes: { PolicyArn: arn } };
      },
    },
  };
}

/** Properties of a role that decide nothing here. */
const INERT = ['Description', 'MaxSessionDuration', 'Tags'];

function ownerOf({ stack, logicalId }: ResourceContext): string {
  return `${stack}/${logicalId}`;
}

function shortened(name: string): string {
  if (name.length <= LONGEST_ROLE_NAME) return name;
  return `${name.slice(0, LONGEST_ROLE_NAME - 13)}-${createHash('sha256').update(name).digest('hex').slice(0, 12)}`;
}

function pathOf(properties: Properties): string {
  const path = optionalText(properties, 'Path') ?? '/';
  if (!/^\/([\w+=,.@/-]+\/)?$/.test(path)) throw new Error(`Path must begin and end with a slash, not ${path}`);
  return path;
}

function knownRoles(roles: Roles, properties: Properties): readonly string[] {
  const names = texts(properties, 'Roles');
  const unknown = names.find((name) => roles.find(name) === undefined);
  if (unknown !== undefined) throw new Error(`Roles names ${unknown}, which no AWS::IAM::Role made`);
  return names;
}

function refuseStrangers(properties: Properties, known: readonly string[]): void {
  const stranger = Object.keys(properties).find((name) => !known.includes(name));
  if (stranger !== undefined) throw new Error(`the property ${stranger} is not supported by the local IAM`);
}

function text(properties: Properties, name: string): string {
  const value = optionalText(properties, name);
  if (value === undefined) throw new Error(`${name} is missing`);
  return value;
}

function optionalText(properties: Properties, name: string): string | undefined {
  const value = properties[name];
  if (value !== undefined && typeof value !== 'string') throw new Error(`${name} must be a string`);
  return value;
}

function texts(properties: Properties, name: string): readonly string[] {
  const value: unknown = properties[name] ?? [];
  const strings = Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
  if (!Array.isArray(value) || strings.length !== value.length) throw new Error(`${name} must be a list of strings`);
  return strings;
}

function list(properties: Properties, name: string): readonly Properties[] {
  const value: unknown = properties[name] ?? [];
  if (!Array.isArray(value)) throw new Error(`${name} must be a list`);
  return value.map((item: unknown) => {
    if (typeof item !== 'object' || item === null) throw new Error(`${name} must be a list of objects`);
    return { ...item };
  });
}
