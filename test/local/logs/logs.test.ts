import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { VirtualClock } from '../../../local/kernel/virtual-clock.ts';
import { createLogs } from '../../../local/logs/create-logs.ts';

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
