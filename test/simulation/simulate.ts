import { parseArgs } from 'node:util';
import { explainFailure } from './explain-failure.ts';
import { INVARIANTS } from './invariants/all-invariants.ts';
import { huntMutants } from './mutants/hunt-mutants.ts';
import { runOnAllCores } from './on-all-cores.ts';
import { replay } from './replay.ts';
import { inWords, summaryOf } from './summary.ts';
import { merge, type Tally } from './tally.ts';

/** Failures that are explained in full: the others mostly are the same again, and are named. */
const EXPLAINED = 3;
const SCHEDULES = '10000';
/** Seeds in which a mutant is hunted before the directed schedules. */
const HUNTED = '350';

const { values } = parseArgs({
  options: {
    schedules: { type: 'string' },
    seed: { type: 'string', default: '1' },
    replay: { type: 'string' },
    exhaustive: { type: 'boolean', default: false },
    mutants: { type: 'boolean', default: false },
    only: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});

if (values.replay !== undefined) process.exitCode = await replay(values.replay);
else if (values.exhaustive) process.exitCode = await exhaust(values.json);
else if (values.mutants)
  process.exitCode = await huntMutants(values.only, Number(values.schedules ?? HUNTED), values.json);
else process.exitCode = await simulate(Number(values.seed), Number(values.schedules ?? SCHEDULES), values.json);

async function simulate(seed: number, count: number, json: boolean): Promise<0 | 1> {
  const began = performance.now();
  const tally = await runOnAllCores({ kind: 'seeds', seed, count });
  const summary = summaryOf(tally, INVARIANTS, (performance.now() - began) / 1000);
  process.stdout.write(json ? `${JSON.stringify(summary)}\n` : inWords(summary));
  return explain(tally);
}

async function exhaust(json: boolean): Promise<0 | 1> {
  const began = performance.now();
  const one = await runOnAllCores({ kind: 'faults', faults: 1 });
  const two = await runOnAllCores({ kind: 'faults', faults: 2 });
  const summary = {
    points: one.points,
    singles: { schedules: one.schedules, reached: one.reached },
    pairs: { schedules: two.schedules, reached: two.reached },
    ...summaryOf(merge([one, two]), INVARIANTS, (performance.now() - began) / 1000),
  };
  const words = `${one.points} points, ${one.schedules} single faults (${one.reached} reached), ${two.schedules} pairs (${two.reached} reached)\n`;
  process.stdout.write(json ? `${JSON.stringify(summary)}\n` : words + inWords(summary));
  return explain(merge([one, two]));
}

/** The exit code: 1 where something was not as it must be. */
async function explain({ failures }: Tally): Promise<0 | 1> {
  for (const failure of failures.slice(0, EXPLAINED)) process.stderr.write(await explainFailure(failure));
  for (const { seed, id, found } of failures.slice(EXPLAINED))
    process.stderr.write(`Seed ${seed} violates ${id}: ${found}\n`);
  return failures.length === 0 ? 0 : 1;
}
