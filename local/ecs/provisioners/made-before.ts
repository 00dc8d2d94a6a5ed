import type { Properties, ResourceContext } from '../../template/provisioner.ts';
import type { World } from '../world.ts';

const keyOf = (context: ResourceContext): string => `${context.stack}/${context.logicalId}`;

/** Whether the template says of a resource what it said when it was last made: then nothing is to be done, whatever happened to it since. */
export function madeBefore(world: World, context: ResourceContext, properties: Properties): boolean {
  return world.store.definitions.template[keyOf(context)] === JSON.stringify(properties);
}

export function remember(world: World, context: ResourceContext, properties: Properties): void {
  world.store.definitions.template[keyOf(context)] = JSON.stringify(properties);
  world.store.saveDefinitions();
}
