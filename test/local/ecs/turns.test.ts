import { expect, test } from 'vitest';
import { Turns } from '../../../local/ecs/turns.ts';
import type { World } from '../../../local/ecs/world.ts';
import type { Clock } from '../../../local/kernel/clock.ts';

const DUE = 1000;

/** As much of a world as turns look at: one service, and a clock that moves on by itself whenever it is read. */
function aWorld(start: number, waits: (() => void)[]): World {
  let now = start;
  const clock: Clock = {
    now: () => now++,
    after: (_, run) => {
      waits.push(run);
      return () => {};
    },
  };
  const services = { web: { status: 'ACTIVE', steady: true } };
  return { clock, closed: false, store: { services: { services }, commit: () => {} } } as unknown as World;
}

test.each([DUE - 3, DUE - 2, DUE - 1, DUE])(
  'what falls due while a service goes on is not lost (woken at %i)',
  (start) => {
    const waits: (() => void)[] = [];
    const world = aWorld(start, waits);
    let done = false;
    const turns = new Turns({
      goOn: () => {
        done ||= world.clock.now() >= DUE;
      },
      nextDue: (_world, _service, wentOnAt) => (DUE > wentOnAt ? DUE : undefined),
    });
    turns.run(world, () => turns.wake('web'));
    expect(done || waits.length > 0).toBe(true);
  },
);
