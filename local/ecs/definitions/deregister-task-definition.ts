import type { TaskDefinitionRecord } from '../state.ts';
import type { World } from '../world.ts';

/** Makes a revision INACTIVE: what runs from it runs on, nothing new can be started or deployed from it. */
export function deregisterTaskDefinition(world: World, record: TaskDefinitionRecord): void {
  if (record.definition.status === 'INACTIVE') return;
  record.definition.status = 'INACTIVE';
  record.deregisteredAt = world.clock.now();
  world.store.saveDefinitions();
}
