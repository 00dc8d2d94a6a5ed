import { uuid } from './ids.ts';
import type { ServiceRecord } from './state.ts';
import type { World } from './world.ts';

const KEPT = 100;

/** Adds a line to `services[].events`, newest first; AWS keeps the last 100. */
export function note(world: World, service: ServiceRecord, message: string): void {
  service.events.unshift({
    id: uuid(world.random),
    createdAt: world.clock.now(),
    message: `(service ${service.name}) ${message}`,
  });
  service.events.length = Math.min(service.events.length, KEPT);
}
