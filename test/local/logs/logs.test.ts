import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { VirtualClock } from '../../../local/kernel/virtual-clock.ts';
import { createLogs } from '../../../local/logs/create-logs.ts';
import { compileFilter } from '../../../local/logs/filter-pattern.ts';
import { LogStreams } from '../../../local/logs/log-streams.ts';

test('lines of a function are kept with the time, and never more than two files of them', () => {
  const folder = mkdtempSync(join(tmpdir(), 'belay-logs-'));
  const clock = new VirtualClock(Date.parse('2026-11-20T10:00:00Z'));
  createLogs({ clock, folder }).write('web', 'first');
  const logs = createLogs({ clock, folder });
  logs.write('web', 'second');
  logs.write('../api', 'third');
  expect(readFileSync(join(folder, 'web.log'), 'utf8')).toBe(
    '2026-11-20T10:00:00.000Z first\n2026-11-20T10:00:00.000Z second\n',
  );
  expect(readFileSync(join(folder, '.._api.log'), 'utf8')).toContain('third');

  for (let count = 0; count < 25; count += 1) logs.write('web', 'x'.repeat(1_000_000));
  const files = readdirSync(folder).filter((file) => file.startsWith('web.'));
  expect(files.sort()).toEqual(['web.log', 'web.old.log']);
  for (const file of files) expect(statSync(join(folder, file)).size).toBeLessThanOrEqual(5_000_000);
  rmSync(folder, { recursive: true });
});

test('what containers write outlives the process, and half a line does no harm', () => {
  const folder = mkdtempSync(join(tmpdir(), 'belay-logs-'));
  const clock = new VirtualClock(Date.parse('2026-11-20T10:00:00Z'));
  createLogs({ clock, folder }).writeEvent('/ecs/web', 'web/web/one', 'first');
  appendFileSync(join(folder, 'groups', '%2Fecs%2Fweb', 'web%2Fweb%2Fone'), '{"id":"x","mess\n');
  const streams = new LogStreams(clock, join(folder, 'groups'));
  streams.append('/ecs/web', 'web/web/one', 'second');
  expect(streams.events('/ecs/web', 'web/web/one')?.map(({ message }) => message)).toEqual(['first', 'second']);
  expect(streams.streams('/ecs/web')).toEqual(['web/web/one']);
  expect(streams.events('/ecs/web', 'web/web/two')).toBeUndefined();
  expect(streams.streams('..')).toEqual([]);
  rmSync(folder, { recursive: true });
});

test.each([
  ['ERROR timeout', 'ERROR: a timeout', true],
  ['ERROR timeout', 'ERROR: refused', false],
  ['?ERROR ?WARN', 'WARN: slow', true],
  ['?ERROR ?WARN', 'INFO: fine', false],
  ['ERROR -health', 'ERROR in /health', false],
  ['"out of memory"', 'killed: out of memory', true],
  ['', 'anything', true],
])('the pattern %s on "%s": %s', (pattern, message, matches) => {
  expect(compileFilter(pattern)(message)).toBe(matches);
});

test('a pattern of fields is refused, not taken for words', () => {
  expect(() => compileFilter('{ $.level = "error" }')).toThrow('patterns of words only');
});
