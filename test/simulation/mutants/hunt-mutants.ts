import { MUTANTS } from './all-mutants.ts';
import { CONTROL } from './control.ts';
import { type Hunt, huntAll } from './hunt-all.ts';
import { summaryOfHunts } from './summary-of-hunts.ts';

/** Hunts every mutant, or `only` one, in so many seeds and all directed schedules. The exit code: 1 where one survived. */
export async function huntMutants(only: string | undefined, seeds: number, json: boolean): Promise<0 | 1> {
  const mutants = MUTANTS.filter(({ id }) => only === undefined || id === only);
  if (mutants.length === 0) throw new Error(`there is no mutant ${only}`);
  const tell = (hunt: Hunt): void => void (json || process.stdout.write(inWords(hunt)));
  const hunts = await huntAll(
    [CONTROL, ...mutants].map((mutant) => ({ mutant, reach: { seeds, directed: true } })),
    tell,
  );
  const summary = summaryOfHunts(mutants, hunts);
  const { killed, median, control } = summary;
  process.stdout.write(
    json
      ? `${JSON.stringify(summary)}\n`
      : `${killed} of ${mutants.length} mutants killed, half of them within ${median} schedules\n`,
  );
  return killed === mutants.length && control.violations === 0 ? 0 : 1;
}

function inWords({ id, killedBy, found, after, crashed }: Hunt): string {
  if (crashed !== undefined) return `${id}: CRASHED, ${crashed}\n`;
  return killedBy === undefined
    ? `${id}: not killed in ${after} schedules\n`
    : `${id}: killed by ${killedBy} after ${after}: ${found}\n`;
}
