import type { ExecutionRecord } from '../execution-record.ts';
import type { Json } from '../json.ts';
import { likeRecorded } from './like-recorded.ts';
import type { RecordedCase } from './recorded-case.ts';
import { replay } from './replay.ts';

/** What differs from the recording; `undefined` when nothing does. */
export async function runRecorded(recorded: RecordedCase): Promise<string | undefined> {
  if (recorded.kind !== 'execution') return `there is no way to run a case of the kind ${recorded.kind}`;
  let record: ExecutionRecord;
  try {
    record = await replay(recorded);
  } catch (thrown) {
    return thrown instanceof Error ? thrown.message : String(thrown);
  }
  const { expected } = recorded;
  const found = endOf(record);
  for (const [what, wanted] of Object.entries(expected)) {
    if (!likeRecorded(wanted, found[what])) {
      return `${what} is ${JSON.stringify(found[what])} and not, as on AWS, ${JSON.stringify(wanted)}`;
    }
  }
  return undefined;
}

function endOf(record: ExecutionRecord): { readonly [what: string]: Json } {
  const exits = record.events.flatMap(({ stateExitedEventDetails: exit }) => (exit === undefined ? [] : [exit]));
  return {
    status: record.status,
    output: record.output === undefined ? null : JSON.parse(record.output),
    error: record.error ?? null,
    cause: record.cause ?? null,
    path: record.events.flatMap(({ stateEnteredEventDetails: entry }) => entry?.name ?? []),
    stateOutputs: exits.map(({ name, output }) => [name ?? '', JSON.parse(output ?? 'null')]),
    assigned: exits.flatMap(({ name, assignedVariables }) =>
      assignedVariables === undefined ? [] : [[name ?? '', assignedVariables]],
    ),
    eventTypes: record.events.map(({ type }) => type),
  };
}

/** Runs all of them, one after another. */
export async function runRecordedCases(
  cases: readonly RecordedCase[],
): Promise<{ cases: number; passed: number; failures: string[] }> {
  const failures: string[] = [];
  for (const recorded of cases) {
    const difference = await runRecorded(recorded);
    if (difference !== undefined) failures.push(`${recorded.id}: ${difference}`);
  }
  return { cases: cases.length, passed: cases.length - failures.length, failures };
}
