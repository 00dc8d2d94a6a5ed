import { array, assert, asyncProperty, integer, record } from 'fast-check';
import { expect, test } from 'vitest';
import { followLog, type LogPage, type LogStart } from '../../cli/follow-log.ts';

/** When a line was written, and how much later it can be read. Seconds. */
interface Kept {
  readonly written: number;
  readonly late: number;
}

const at = (second: number): string => new Date(second * 1000).toISOString();

/** A log that is looked at every five seconds, in pages of two. Gives what was told, in order. */
async function follow(kept: readonly Kept[], notes: readonly string[] = []) {
  let now = 0;
  const told: string[] = [];
  const read = async ({ since, cursor }: LogStart): Promise<LogPage> => {
    const from = Date.parse(since ?? at(0)) / 1000;
    const there = kept
      .map(({ written, late }, index) => ({ written, late, id: `line ${index}` }))
      .filter(({ written, late }) => written >= from && written + late <= now)
      .sort((a, b) => a.written - b.written || (a.id < b.id ? -1 : 1))
      .map(({ id, written }) => ({ id, at: at(written), task: 't', container: 'c', kind: 'line' as const, text: id }));
    const start = Number(cursor ?? 0);
    return { items: there.slice(start, start + 2), next: String(start + 2), more: there.length > start + 2, notes };
  };
  await followLog(
    read,
    {},
    {
      line: ({ text }) => void told.push(text),
      note: (text) => void told.push(text),
      again: async () => {
        now += 5;
        return now < 200;
      },
    },
  );
  return told;
}

test('every line is told once, also one that can be read only after younger ones', async () => {
  const kept = array(record({ written: integer({ min: 0, max: 100 }), late: integer({ min: 0, max: 14 }) }), {
    maxLength: 12,
  });
  await assert(
    asyncProperty(kept, async (lines) => {
      expect((await follow(lines)).sort()).toEqual(lines.map((_, index) => `line ${index}`).sort());
    }),
  );
});

test('why lines are missing is told at once, and once', async () => {
  expect(await follow([{ written: 1, late: 0 }], ['Belay may not read /ecs/web'])).toEqual([
    'Belay may not read /ecs/web',
    'line 0',
  ]);
});
