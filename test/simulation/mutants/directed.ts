import type { FaultKind } from '../fault-kinds.ts';
import { runSchedule } from '../run-schedule.ts';
import type { ActKind, Schedule } from '../schedule.ts';
import { PLAIN } from './scenes.ts';

/** What may happen at a call of one deployment while another waits for its turn. */
const KINDS: readonly FaultKind[] = ['outlived', 'sent-twice', 'stale'];
/** What people and the registry may do in between. */
const ACTS: readonly ActKind[] = ['deploy', 'cancel'];
const LASTS = 25;
/**
 * Two versions are pushed one after the other, and at every call in turn one thing happens: what chance finds in a million schedules these
 * find in some thousand, because they strike where two deployments meet.
 */
export async function* directed(): AsyncGenerator<Schedule> {
  const { calls } = await runSchedule(BASE);
  for (let call = 1; call <= calls; call++) {
    for (const kind of KINDS) yield { ...BASE, faults: [{ kind, call, lasts: LASTS }] };
    for (const does of ACTS)
      yield { ...BASE, acts: [...BASE.acts, { does, who: 'eve', call, version: 3, again: true }] };
  }
}

const BASE: Schedule = {
  ...PLAIN,
  acts: [
    { does: 'push', who: 'the registry', at: 10, version: 2 },
    { does: 'push', who: 'the registry', at: 15, version: 4 },
  ],
};
