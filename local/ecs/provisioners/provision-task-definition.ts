import { type RegisterTaskDefinitionRequest, RegisterTaskDefinitionRequest$ } from '@aws-sdk/client-ecs';
import { arn } from '../../kernel/account.ts';
import { type Provisioned, type Provisioner, physicalName } from '../../template/provisioner.ts';
import { deregisterTaskDefinition } from '../definitions/deregister-task-definition.ts';
import { registerTaskDefinition } from '../definitions/register-task-definition.ts';
import type { World } from '../world.ts';
import { madeBefore, remember } from './made-before.ts';
import { requestFrom } from './request-from.ts';

/** Registers a revision when the properties changed, and then deregisters the former one, as CloudFormation does. */
export function taskDefinitionProvisioner(world: World): Provisioner {
  return {
    provision(properties, context) {
      const former = world.store.definitions.taskDefinitions[context.previous?.ref ?? ''];
      if (former !== undefined && madeBefore(world, context, properties)) {
        return provisioned(former.definition.taskDefinitionArn);
      }
      const given = { family: physicalName(context), ...withoutFamilyCase(properties) };
      const request = asRequest(requestFrom(RegisterTaskDefinitionRequest$, given, 'TaskDefinition'));
      const record = registerTaskDefinition(world, request, arn('iam', 'root'));
      if (former !== undefined) deregisterTaskDefinition(world, former);
      remember(world, context, properties);
      return provisioned(record.definition.taskDefinitionArn);
    },
  };
}

/** The template's `Family` in the spelling of the default that it replaces. */
function withoutFamilyCase({ Family, ...rest }: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Family === undefined ? rest : { ...rest, family: Family };
}

const provisioned = (ref: string): Provisioned => ({ ref, attributes: { TaskDefinitionArn: ref } });

/** `requestFrom` has just made it by this request's own schema. */
function asRequest(value: unknown): RegisterTaskDefinitionRequest {
  return value as RegisterTaskDefinitionRequest;
}
