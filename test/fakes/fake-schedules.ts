import type { ServiceKey } from '../../core/domain/names.ts';
import type { Due } from '../../core/operations/end-bake.ts';
import type { Late } from '../../core/operations/tell-late.ts';
import type { Schedules } from '../../core/ports/schedules.ts';
import type { VirtualClock } from '../../local/kernel/virtual-clock.ts';

/** What the targets of schedules do. */
interface Targets {
  fire(due: Due): void;
  start(what: { service: ServiceKey } | { environment: string }): void;
  soon(soon: Late): void;
  late(late: Late): void;
  endRehearsal(point: string): void;
}

/** One-time schedules on virtual time. One that has fired is gone. */
export function fakeSchedules(clock: VirtualClock, targets: Targets): Schedules {
  const names = new Set<string>();
  const once = (name: string, at: string, run: () => void): 'made' | 'already' => {
    if (names.has(name)) return 'already';
    names.add(name);
    clock.after(Date.parse(at) - clock.now(), () => {
      names.delete(name);
      run();
    });
    return 'made';
  };
  return {
    wakeAt: async (name, at, due) => once(name, at, () => targets.fire(due)),
    async startAt(name, at, what) {
      once(name, at, () => targets.start(what));
    },
    async announceAt(name, at, soon) {
      once(name, at, () => targets.soon(soon));
    },
    async lookForLate(name, at, late) {
      once(name, at, () => targets.late(late));
    },
    async lookAtRehearsal(at, point) {
      once(`${point} ${at}`, at, () => targets.endRehearsal(point));
    },
  };
}
