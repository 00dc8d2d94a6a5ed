import { runSchedule } from './run-schedule.ts';
import type { Schedule } from './schedule.ts';

/** The smallest schedule that was found in which the same invariant does not hold: one act, fault or variant less at a time. */
export async function shrink(schedule: Schedule, id: string): Promise<Schedule> {
  for (const smaller of smallerOnes(schedule)) if (await breaks(smaller, id)) return shrink(smaller, id);
  return schedule;
}

async function breaks(schedule: Schedule, id: string): Promise<boolean> {
  const { violations } = await runSchedule(schedule);
  return violations.some((violation) => violation.id === id);
}

/** Schedules with one thing less, each. */
export function* smallerOnes(schedule: Schedule): Generator<Schedule> {
  const { acts, faults, ecs, settings } = schedule;
  for (const [index] of faults.entries()) yield { ...schedule, faults: faults.filter((_, other) => other !== index) };
  if (acts.length > 1)
    for (const [index] of acts.entries()) yield { ...schedule, acts: acts.filter((_, other) => other !== index) };
  for (const name of Object.keys(ecs))
    yield { ...schedule, ecs: Object.fromEntries(Object.entries(ecs).filter(([other]) => other !== name)) };
  const { commandAt: _, ...plain } = settings;
  if (settings.commandAt !== undefined) yield { ...schedule, settings: plain };
  if (settings.approvals > 0) yield { ...schedule, settings: { ...settings, approvals: 0 } };
  if (settings.minimumRequests > 0) yield { ...schedule, settings: { ...settings, minimumRequests: 0 } };
  if (!settings.automatic) yield { ...schedule, settings: { ...settings, automatic: true } };
}
