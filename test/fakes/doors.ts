import { endBake } from '../../core/operations/end-bake.ts';
import { noteCheckTask } from '../../core/operations/note-check-task.ts';
import { noteDeadTask } from '../../core/operations/note-dead-task.ts';
import { stopOnAlarm } from '../../core/operations/stop-on-alarm.ts';
import { tellLate } from '../../core/operations/tell-late.ts';
import { wake } from '../../core/operations/wake.ts';
import { SERVICE } from '../builders.ts';
import type { World } from './fake-world.ts';

/** The kinds of events that wake Belay. */
export type Door = 'deployment' | 'hook' | 'task' | 'check' | 'alarm' | 'due';

/** Minutes after which Lambda tries an event again. */
const RETRIES = [1, 2];

/** Leads the world's events to the operations that they wake, as the functions do. What is shut is lost. */
export function openDoors(world: World, shut: readonly Door[] = []): { readonly failed: unknown[] } {
  const failed: unknown[] = [];
  const { ports, clock, service, tasks, alarms } = world;
  const deliver = (door: Door, handle: () => Promise<unknown>, tries = RETRIES): void => {
    if (shut.includes(door)) return;
    handle().catch((error: unknown) => {
      const [minutes, ...rest] = tries;
      if (minutes === undefined) failed.push(error);
      else clock.after(minutes * 60_000, () => deliver(door, handle, rest));
    });
  };

  service.onEvent((event) =>
    deliver(event.kind, () => (event.kind === 'task' ? noteDeadTask(ports, SERVICE, event) : wake(ports, SERVICE))),
  );
  tasks.onEnd((ended) => deliver('check', () => noteCheckTask(ports, ended)));
  alarms.onAlarm((alarm) => deliver('alarm', () => stopOnAlarm(ports, alarm)));
  world.onLate((late) => deliver('due', () => tellLate(ports, late)));
  world.onDue((due) => deliver('due', () => endBake(ports, due)));
  return { failed };
}
