/** What the names in one stack's template lead to, while it is being deployed. */
import { ACCOUNT, arn, REGION } from '../kernel/account.ts';
import { NO_VALUE, type Scope, truth } from './intrinsics.ts';
import { isRecord } from './is-record.ts';
import type { ParameterValue } from './parameters.ts';
import type { Provisioned } from './provisioner.ts';
import type { Template } from './template.ts';

export interface StackNames {
  readonly stack: string;
  readonly template: Template;
  readonly parameters: ReadonlyMap<string, ParameterValue>;
  /** The resources that were made so far; it grows. */
  readonly made: ReadonlyMap<string, Provisioned>;
  readonly importValue: (exportName: string) => string;
}

export function stackScope({ stack, template, parameters, made, importValue }: StackNames): Scope {
  const pseudo: Readonly<Record<string, unknown>> = {
    'AWS::AccountId': ACCOUNT,
    'AWS::NoValue': NO_VALUE,
    'AWS::NotificationARNs': [],
    'AWS::Partition': 'aws',
    'AWS::Region': REGION,
    'AWS::StackId': arn('cloudformation', `stack/${stack}/00000000-0000-4000-8000-000000000000`),
    'AWS::StackName': stack,
    'AWS::URLSuffix': 'amazonaws.com',
  };
  const decided = new Map<string, boolean>();
  const deciding = new Set<string>();

  function madeResource(logicalId: string): Provisioned {
    if (deciding.size > 0) throw new Error(`a condition cannot refer to the resource ${logicalId}`);
    const resource = made.get(logicalId);
    if (resource !== undefined) return resource;
    const why = template.resources.has(logicalId)
      ? 'is not made in this stack (its Condition is false)'
      : 'is not in the template';
    throw new Error(`${logicalId} ${why}`);
  }

  const scope: Scope = {
    ref(name) {
      if (Object.hasOwn(pseudo, name)) return pseudo[name];
      const value = parameters.get(name);
      if (value !== undefined) return value;
      if (Object.hasOwn(template.parameters, name)) {
        throw new Error(`the parameter ${name} reads SSM, which local mode does not have; give it a value`);
      }
      return madeResource(name).ref;
    },
    getAtt(logicalId, attribute) {
      const { attributes } = madeResource(logicalId);
      const value = Object.hasOwn(attributes, attribute) ? attributes[attribute] : undefined;
      if (value !== undefined) return value;
      const type = template.resources.get(logicalId)?.type;
      throw new Error(`${logicalId} (${type}) has no attribute ${attribute} on the local AWS`);
    },
    condition(name) {
      const known = decided.get(name);
      if (known !== undefined) return known;
      if (!Object.hasOwn(template.conditions, name)) throw new Error(`the template has no condition ${name}`);
      if (deciding.has(name)) throw new Error(`the condition ${name} depends on itself`);
      deciding.add(name);
      const result = truth(template.conditions[name], scope);
      deciding.delete(name);
      decided.set(name, result);
      return result;
    },
    mapping(map, first, second) {
      const keys = Object.hasOwn(template.mappings, map) ? template.mappings[map] : undefined;
      if (!isRecord(keys)) throw new Error(`the template has no mapping ${map}`);
      const row = Object.hasOwn(keys, first) ? keys[first] : undefined;
      return isRecord(row) && Object.hasOwn(row, second) ? row[second] : undefined;
    },
    importValue,
  };
  return scope;
}
