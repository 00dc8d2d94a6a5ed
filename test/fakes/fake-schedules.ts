import type { Due } from '../../core/operations/end-bake.ts';
import type { Schedules } from '../../core/ports.ts';
import type { VirtualClock } from '../../local/kernel/virtual-clock.ts';

/** One-time schedules on virtual time. `fire` and `endRehearsal` are what a schedule's target does. */
export function fakeSchedules(
  clock: VirtualClock,
  fire: (due: Due) => void,
  endRehearsal: (point: string) => void,
): Schedules {
  const names = new Set<string>();
  const once = (name: string, at: string, run: () => void): 'made' | 'already' => {
    if (names.has(name)) return 'already';
    names.add(name);
    clock.after(Date.parse(at) - clock.now(), run);
    return 'made';
  };
  return {
    wakeAt: async (name, at, due) => once(name, at, () => fire(due)),
    async endRehearsalAt(at, point) {
      once(`${point} ${at}`, at, () => endRehearsal(point));
    },
  };
}
