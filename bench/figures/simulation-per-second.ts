import { INVARIANTS } from '../../test/simulation/invariants/all-invariants.ts';
import { runOnAllCores } from '../../test/simulation/on-all-cores.ts';
import { summaryOf } from '../../test/simulation/summary.ts';
import type { Figure } from '../figure.ts';

/** Enough that the time to start the workers does not count. */
const SCHEDULES = 40_000;

export const simulationPerSecond: Figure = {
  id: 'simulationPerSecond',
  what: 'schedules of faults that the simulation runs in a second, every one checked by all invariants',
  unit: 'schedules',
  how: `\`npm run simulate -- --schedules ${SCHEDULES} --seed 1\` on all cores of the machine that measured; more is better. A violation ends the measurement with an error.`,
  async measure() {
    const began = performance.now();
    const tally = await runOnAllCores({ kind: 'seeds', seed: 1, count: SCHEDULES });
    const { violations, perSecond } = summaryOf(tally, INVARIANTS, (performance.now() - began) / 1000);
    if (violations > 0) throw new Error(`${violations} of ${SCHEDULES} schedules break an invariant: npm run simulate`);
    return perSecond;
  },
};
