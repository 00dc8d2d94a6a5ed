import { expect, test } from 'vitest';
import { ScaledClock } from '../../../local/kernel/scaled-clock.ts';

test('nothing runs before it is due, however fast the clock', async () => {
  const clock = new ScaledClock(997);
  const early = await Promise.all(
    Array.from({ length: 200 }, (_, index) => {
      const due = clock.now() + 101 * index;
      return new Promise<boolean>((resolve) => clock.after(due - clock.now(), () => resolve(clock.now() < due)));
    }),
  );
  expect(early.filter((one) => one)).toEqual([]);
});

test('a wait that is cancelled never runs', async () => {
  const clock = new ScaledClock(1000);
  let ran = false;
  clock.after(1000, () => {
    ran = true;
  })();
  await new Promise<void>((resolve) => clock.after(5000, resolve));
  expect(ran).toBe(false);
});
