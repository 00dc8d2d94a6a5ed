import type { TaskDefinition } from '@aws-sdk/client-ecs';
import type { TaskDefinitionRecord } from '../state.ts';
import { dated } from './dated.ts';

/** A task definition as the API gives it. */
export function describeTaskDefinition(record: TaskDefinitionRecord): TaskDefinition {
  return {
    ...record.definition,
    registeredAt: dated(record.registeredAt),
    deregisteredAt: dated(record.deregisteredAt),
  };
}
