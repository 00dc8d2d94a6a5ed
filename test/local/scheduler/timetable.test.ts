import { expect, test } from 'vitest';
import type { Clock } from '../../../local/kernel/clock.ts';
import { VirtualClock } from '../../../local/kernel/virtual-clock.ts';
import { Timetable } from '../../../local/scheduler/timetable.ts';

/** A clock that counts the waits that are armed. */
function counting(clock: VirtualClock): { clock: Clock; armed: () => number } {
  let armed = 0;
  const after: Clock['after'] = (milliseconds, run) => {
    armed++;
    let open = true;
    const close = (): void => {
      if (open) armed--;
      open = false;
    };
    const cancel = clock.after(milliseconds, () => {
      close();
      run();
    });
    return () => {
      close();
      cancel();
    };
  };
  return { clock: { now: () => clock.now(), after }, armed: () => armed };
}

test('there is one timer for any number of entries, and none for none', async () => {
  const virtual = new VirtualClock(0);
  const { clock, armed } = counting(virtual);
  const fired: string[] = [];
  const timetable = new Timetable(clock, (key, dueAt) => fired.push(`${key}@${dueAt}`));
  expect(armed()).toBe(0);
  for (let n = 0; n < 100; n++) timetable.set(`k${n}`, 1_000 * (100 - n));
  expect(armed()).toBe(1);
  await virtual.advance(2_500);
  expect(fired).toEqual(['k99@1000', 'k98@2000']);
  timetable.clear();
  expect(armed()).toBe(0);
});

test('an entry that is set again fires at its new time only, and one that is deleted does not', async () => {
  const clock = new VirtualClock(0);
  const fired: string[] = [];
  const timetable = new Timetable(clock, (key) => fired.push(`${key} at ${clock.now()}`));
  timetable.set('a', 1_000);
  timetable.set('a', 3_000);
  timetable.set('b', 2_000);
  timetable.delete('b');
  await clock.advance(10_000);
  expect(fired).toEqual(['a at 3000']);
});

test('what is overdue fires at once, the oldest first', async () => {
  const clock = new VirtualClock(5_000);
  const fired: string[] = [];
  const timetable = new Timetable(clock, (key) => fired.push(key));
  timetable.set('late', 4_000);
  timetable.set('later', 1_000);
  await clock.advance(0);
  expect(fired).toEqual(['later', 'late']);
});
