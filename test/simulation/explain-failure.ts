import { runSchedule } from './run-schedule.ts';
import { shrink } from './shrink.ts';
import type { Failure } from './tally.ts';

/** What went wrong, the smallest schedule that shows it, what happened in it, and how to see it again. */
export async function explainFailure({ seed, schedule, id, sentence, found }: Failure): Promise<string> {
  const small = await shrink(schedule, id);
  const { trace, violations } = await runSchedule(small, { traced: true });
  const said = violations.find((violation) => violation.id === id)?.found ?? found;
  return `${[
    '',
    `Seed ${seed} violates ${id}: ${sentence}.`,
    `  ${said}`,
    ...trace,
    'Again, in full:',
    `  npm run simulate -- --seed ${seed} --schedules 1`,
    'Again, shrunk:',
    `  npm run simulate -- --replay '${JSON.stringify(small)}'`,
    '',
  ].join('\n')}\n`;
}
