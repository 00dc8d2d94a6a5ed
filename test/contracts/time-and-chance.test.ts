import { describe, expect, test } from 'vitest';
import type { Ports } from '../../core/ports.ts';
import { systemClock, systemDice } from '../../functions/aws/system.ts';
import { VirtualClock } from '../../local/kernel/virtual-clock.ts';
import { countingDice, virtualTime } from '../fakes/virtual-time.ts';
import { Witness } from './witness.ts';

const witness = new Witness('clock', 'dice');

type Bench = Pick<Ports, 'clock' | 'dice'> & { pass(milliseconds: number): Promise<void> };

function onVirtualTime(): Bench {
  const clock = new VirtualClock();
  const pass = (milliseconds: number) => clock.advance(milliseconds);
  return { ...witness.fakes({ clock: virtualTime(clock), dice: countingDice() }), pass };
}

function ofTheSystem(): Bench {
  return { ...witness.adapters({ clock: systemClock, dice: systemDice }), pass: async () => {} };
}

describe.each([
  ['virtual', onVirtualTime],
  ['of the system', ofTheSystem],
] as const)('time and chance, %s', (_, make) => {
  test('who sleeps wakes no earlier than asked', async () => {
    const { clock, pass } = make();
    const before = clock.now();
    const slept = clock.sleep(5);
    await pass(5);
    await slept;
    // Timers of the system may fire within the last millisecond.
    expect(clock.now() - before).toBeGreaterThanOrEqual(4);
  });

  test('the dice throw as many letters as asked for, which may stand in any name', () => {
    const { dice } = make();
    for (const count of [1, 4, 12]) expect(dice.letters(count)).toMatch(new RegExp(`^[a-z0-9]{${count}}$`));
    expect(new Set(Array.from({ length: 100 }, () => dice.letters(12))).size).toBe(100);
  });
});

witness.testifies();
