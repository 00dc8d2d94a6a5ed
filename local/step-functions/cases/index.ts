/** What our interpreter is held to beside the executions recorded on AWS. */
import { Bench } from './bench.ts';
import { branching } from './branching.ts';
import { catches } from './catches.ts';
import { definitions } from './definitions.ts';
import { ends } from './ends.ts';
import { lambdaErrors } from './lambda-errors.ts';
import { limits } from './limits.ts';
import { nested } from './nested.ts';
import type { OwnCase } from './own-case.ts';
import { permissions } from './permissions.ts';
import { restarts } from './restarts.ts';
import { retries } from './retries.ts';
import { timeouts } from './timeouts.ts';
import { tokens } from './tokens.ts';

export const name = 'asl-own';

export const ownCases: readonly OwnCase[] = [
  ...tokens,
  ...timeouts,
  ...retries,
  ...catches,
  ...nested,
  ...restarts,
  ...ends,
  ...limits,
  ...lambdaErrors,
  ...permissions,
  ...branching,
  ...definitions,
];

/** Runs one case on a bench of its own. Throws when it does not hold. */
export async function runCase(ownCase: OwnCase): Promise<void> {
  const bench = new Bench(ownCase.bench);
  try {
    await ownCase.run(bench);
  } finally {
    bench.stepFunctions.stop();
  }
}

export async function runCases(): Promise<{ cases: number; passed: number; failures: string[] }> {
  const failures: string[] = [];
  for (const ownCase of ownCases) {
    try {
      await runCase(ownCase);
    } catch (thrown) {
      failures.push(`${ownCase.name}: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
    }
  }
  return { cases: ownCases.length, passed: ownCases.length - failures.length, failures };
}
