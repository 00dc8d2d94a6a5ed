import { parseArgs } from 'node:util';
import { explainFailure } from './explain-failure.ts';
import { INVARIANTS } from './invariants/all-invariants.ts';
import { runOnAllCores } from './on-all-cores.ts';
import { replay } from './replay.ts';
import { summaryOf } from './summary.ts';

/** Failures that are explained in full: the others mostly are the same again. */
const EXPLAINED = 3;

const { values } = parseArgs({
  options: {
    schedules: { type: 'string', default: '10000' },
    seed: { type: 'string', default: '1' },
    replay: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});

if (values.replay !== undefined) process.exitCode = await replay(values.replay);
else process.exitCode = await simulate(Number(values.seed), Number(values.schedules), values.json);

/** The exit code: 1 where something was not as it must be. */
async function simulate(seed: number, schedules: number, json: boolean): Promise<0 | 1> {
  const began = performance.now();
  const tally = await runOnAllCores(seed, schedules);
  const summary = summaryOf(tally, INVARIANTS, (performance.now() - began) / 1000);
  const failures = tally.failures.slice(0, EXPLAINED);
  for (const failure of failures) process.stderr.write(await explainFailure(failure));
  process.stdout.write(json ? `${JSON.stringify(summary)}\n` : summary.inWords);
  return tally.failures.length === 0 ? 0 : 1;
}
