import { describe, expect, test } from 'vitest';
import type { Schedules } from '../../core/ports/schedules.ts';
import { aDeployment, SERVICE } from '../builders.ts';

export interface SchedulesBench {
  readonly schedules: Schedules;
  /** What the schedules have said, in order, each with its time (milliseconds since 1970). */
  readonly said: readonly { readonly at: number; readonly what: unknown }[];
  now(): number;
  pass(milliseconds: number): Promise<void>;
}

const MINUTE = 60_000;
const { id: deployment } = aDeployment();
const DUE = { service: SERVICE, deployment, number: 1, woke: { stage: 'after-shift', because: 'over' } } as const;

/** What one-time schedules have to do, on virtual time or in EventBridge Scheduler. */
export function schedulesContract(name: string, make: () => Promise<SchedulesBench>): void {
  describe(`schedules ${name}`, () => {
    const later = ({ now }: SchedulesBench, milliseconds: number): string =>
      new Date(now() + milliseconds).toISOString();

    test('a bake is woken when its time has come, never before, and once', async () => {
      const bench = await make();
      const at = bench.now() + MINUTE + 1;
      expect(await bench.schedules.wakeAt('bake', later(bench, MINUTE + 1), DUE)).toBe('made');
      await bench.pass(MINUTE);
      expect(bench.said).toEqual([]);
      await bench.pass(60 * MINUTE);
      expect(bench.said).toEqual([{ at: expect.any(Number), what: DUE }]);
      expect(bench.said[0]?.at).toBeGreaterThanOrEqual(at);
      expect(bench.said[0]?.at).toBeLessThan(at + 2 * MINUTE);
    });

    test('the same name again changes nothing while the first stands', async () => {
      const bench = await make();
      await bench.schedules.wakeAt('bake', later(bench, MINUTE), DUE);
      expect(await bench.schedules.wakeAt('bake', later(bench, 2 * MINUTE), { ...DUE, number: 2 })).toBe('already');
      await bench.pass(60 * MINUTE);
      expect(bench.said.map(({ what }) => what)).toEqual([DUE]);
    });

    test('a schedule that has fired is gone, and its name is free', async () => {
      const bench = await make();
      await bench.schedules.wakeAt('bake', later(bench, MINUTE), DUE);
      await bench.pass(60 * MINUTE);
      expect(await bench.schedules.wakeAt('bake', later(bench, MINUTE), DUE)).toBe('made');
      await bench.pass(60 * MINUTE);
      expect(bench.said).toHaveLength(2);
    });

    test('what waits is started for a service or for an environment, once', async () => {
      const bench = await make();
      await bench.schedules.startAt('one', later(bench, MINUTE), { service: SERVICE });
      await bench.schedules.startAt('one', later(bench, MINUTE), { service: SERVICE });
      await bench.schedules.startAt('all', later(bench, 3 * MINUTE), { environment: '*' });
      await bench.pass(60 * MINUTE);
      expect(bench.said.map(({ what }) => what)).toEqual([
        { start: { service: SERVICE } },
        { start: { environment: '*' } },
      ]);
    });

    test('a deployment is announced once, and a way back that may be late is looked for once', async () => {
      const bench = await make();
      const one = { service: SERVICE, deployment };
      for (let times = 0; times < 2; times++) {
        await bench.schedules.announceAt('soon', later(bench, MINUTE), one);
        await bench.schedules.lookForLate('late', later(bench, 3 * MINUTE), one);
      }
      await bench.pass(60 * MINUTE);
      expect(bench.said.map(({ what }) => what)).toEqual([{ soon: one }, { late: one }]);
    });

    test('a rehearsal is looked at by its point, and each of its times is another schedule', async () => {
      const bench = await make();
      for (const minutes of [1, 3, 3]) await bench.schedules.lookAtRehearsal(later(bench, minutes * MINUTE), 'rp-1');
      await bench.pass(60 * MINUTE);
      expect(bench.said.map(({ what }) => what)).toEqual([{ point: 'rp-1' }, { point: 'rp-1' }]);
    });

    test('two names that differ only at their end are two schedules, however long they are', async () => {
      const bench = await make();
      for (const end of ['1', '2'])
        expect(await bench.schedules.wakeAt(`${'a'.repeat(80)}-${end}`, later(bench, MINUTE), DUE)).toBe('made');
    });
  });
}
