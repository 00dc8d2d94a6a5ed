import { runSchedule } from './run-schedule.ts';
import type { Schedule } from './schedule.ts';

/** Runs one schedule, given as JSON, and shows what happened. The exit code: 1 where something was not as it must be. */
export async function replay(text: string): Promise<0 | 1> {
  const { trace, violations, hash, verdicts } = await runSchedule(parseSchedule(text), { traced: true });
  process.stdout.write(`${trace.join('\n')}\n`);
  for (const { id, sentence, found } of violations) process.stdout.write(`${id}: ${sentence}.\n  ${found}\n`);
  process.stdout.write(`${verdicts.join(', ')}; trace ${hash}\n`);
  return violations.length === 0 ? 0 : 1;
}

/** What the simulation itself printed. */
function parseSchedule(text: string): Schedule {
  const schedule: unknown = JSON.parse(text);
  if (typeof schedule === 'object' && schedule !== null && 'strategy' in schedule && 'acts' in schedule)
    return schedule as Schedule;
  throw new Error('--replay takes a schedule as the simulation printed it');
}
