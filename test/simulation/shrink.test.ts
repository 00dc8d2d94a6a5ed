import { expect, test } from 'vitest';
import { drawSchedule } from './draw-schedule.ts';
import { runSchedule } from './run-schedule.ts';
import type { Schedule } from './schedule.ts';
import { smallerOnes } from './shrink.ts';

test('a schedule is shrunk by one thing at a time, and never to one in which nothing is asked for', () => {
  const schedule = drawSchedule(7);
  for (const smaller of smallerOnes(schedule)) {
    expect(smaller.acts.length).toBeGreaterThan(0);
    expect(JSON.stringify(smaller).length).toBeLessThan(JSON.stringify(schedule).length + 5);
  }
});

test('what was printed replays as it went', async () => {
  const schedule = drawSchedule(11);
  const again: Schedule = JSON.parse(JSON.stringify(schedule));
  const run = (one: Schedule) => runSchedule(one, { traced: true });
  expect((await run(again)).hash).toBe((await run(schedule)).hash);
});
