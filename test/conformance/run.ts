/** Holds the interpreters of the local AWS to their tables of cases: `npm run conformance`, with `-- --json` for programs. */
import { globSync } from 'node:fs';
import { exceptions } from '../../local/step-functions/cases/exceptions.ts';
import { recordedCases, recordedCasesPath } from '../../local/step-functions/cases/recorded-case.ts';
import { runRecordedCases } from '../../local/step-functions/cases/run-recorded.ts';

/** What `local/<part>/cases/index.ts` exports. */
interface Table {
  readonly name: string;
  runCases(): Promise<Outcome>;
}

interface Outcome {
  readonly cases: number;
  readonly passed: number;
  /** The id or name of the case, a colon, and what differs. */
  readonly failures: readonly string[];
}

const root = new URL('../../', import.meta.url);
const outcomes = new Map<string, Outcome>();
const recorded = recordedCases();
if (recorded !== undefined) outcomes.set('asl', await runRecordedCases(recorded));
for (const path of globSync('local/*/cases/index.ts', { cwd: root }).sort()) {
  const table: Table = await import(new URL(path, root).href);
  outcomes.set(table.name, await table.runCases());
}

const unexplained = [...outcomes.values()].flatMap(({ failures }) => failures.filter((failure) => !explained(failure)));
if (process.argv.includes('--json')) printJson();
else printTable();
process.exitCode = unexplained.length === 0 ? 0 : 1;

function explained(failure: string): boolean {
  return Object.keys(exceptions).some((name) => failure.startsWith(`${name}:`));
}

function printJson(): void {
  const figures = [...outcomes].map(([name, { cases, passed }]) => [name, { cases, passed }] as const);
  console.log(JSON.stringify(Object.fromEntries(figures)));
  if (recorded === undefined) console.error(noRecordings());
}

function printTable(): void {
  for (const [name, { cases, passed, failures }] of outcomes) {
    console.log(`${name.padEnd(24)} ${String(passed).padStart(4)} of ${cases}`);
    for (const failure of failures) console.log(`  ${explained(failure) ? 'known' : 'FAILED'}: ${failure}`);
  }
  if (recorded === undefined) console.log(noRecordings());
}

function noRecordings(): string {
  return `asl is left out: there are no recorded executions at ${recordedCasesPath()}. Name their file in BELAY_CONFORMANCE.`;
}
