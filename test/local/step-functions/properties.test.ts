import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Bench, invoke } from '../../../local/step-functions/cases/bench.ts';

const retrier = fc.record({
  ErrorEquals: fc.constant(['States.ALL']),
  IntervalSeconds: fc.integer({ min: 1, max: 20 }),
  MaxAttempts: fc.integer({ min: 0, max: 6 }),
  BackoffRate: fc.integer({ min: 1, max: 4 }),
  MaxDelaySeconds: fc.integer({ min: 21, max: 100 }),
  JitterStrategy: fc.constantFrom('FULL', 'NONE'),
});

test('a Retry never tries more often than it may, and never waits longer than MaxDelaySeconds', async () => {
  await fc.assert(
    fc.asyncProperty(retrier, fc.double({ min: 0, max: 0.999, noNaN: true }), async (Retry, jitter) => {
      const bench = new Bench({ random: () => jitter });
      const calls: number[] = [];
      bench.functions.work = () => {
        calls.push(bench.clock.now());
        throw new Error('no');
      };
      const execution = await bench.run({ Try: invoke('', { Retry: [Retry] }) });
      await bench.seconds(1000);
      expect((await bench.end(execution)).status).toBe('FAILED');
      expect(calls).toHaveLength(Retry.MaxAttempts + 1);
      for (const [place, time] of calls.slice(1).entries()) {
        expect(time - (calls[place] ?? 0)).toBeLessThanOrEqual(Retry.MaxDelaySeconds * 1000);
      }
    }),
    { numRuns: 40 },
  );
});

test('a Map never runs more items at once than MaxConcurrency, and its outputs are in the order of its items', async () => {
  const seconds = fc.array(fc.integer({ min: 0, max: 30 }), { maxLength: 15 });
  await fc.assert(
    fc.asyncProperty(seconds, fc.integer({ min: 1, max: 6 }), async (Items, MaxConcurrency) => {
      const bench = new Bench();
      const ItemProcessor = {
        StartAt: 'Rest',
        States: { Rest: { Type: 'Wait', Seconds: '{% $states.input %}', End: true } },
      };
      const execution = await bench.run({ Each: { Type: 'Map', Items, MaxConcurrency, ItemProcessor, End: true } });
      await bench.seconds(1000);
      expect(await bench.end(execution)).toEqual({ status: 'SUCCEEDED', output: Items });
      let running = 0;
      for (const type of await bench.types(execution)) {
        if (type === 'MapIterationStarted') running += 1;
        if (type === 'MapIterationSucceeded') running -= 1;
        expect(running).toBeLessThanOrEqual(MaxConcurrency);
      }
    }),
    { numRuns: 40 },
  );
});

test('event ids count up from 1, no event comes before its predecessor, and the last one ends the execution', async () => {
  const waits = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(waits, fc.boolean(), fc.nat(60), async (branches, fails, stopAfter) => {
      const bench = new Bench();
      const Branches = branches.map((Seconds, place) => ({
        StartAt: `Rest ${place}`,
        States: {
          [`Rest ${place}`]: { Type: 'Wait', Seconds, Next: `End ${place}` },
          [`End ${place}`]: { Type: fails && place === 0 ? 'Fail' : 'Succeed' },
        },
      }));
      const execution = await bench.run({ Both: { Type: 'Parallel', Branches, End: true } });
      await bench.seconds(stopAfter);
      await bench.call('StopExecution', { executionArn: execution });
      await bench.seconds(60);
      const events = await bench.history(execution);
      for (const [place, { id, previousEventId = 0, timestamp }] of events.entries()) {
        expect(id).toBe(place + 1);
        expect(previousEventId).toBeLessThan(place + 1);
        expect(Number(timestamp)).toBeGreaterThanOrEqual(Number(events[place - 1]?.timestamp ?? 0));
      }
      const ends = events.filter(({ type = '' }) => /^Execution(?!Started)/.test(type));
      expect(ends).toEqual([events.at(-1)]);
    }),
    { numRuns: 60 },
  );
});
