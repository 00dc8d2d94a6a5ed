import { describe, expect, test } from 'vitest';
import type { Logs } from '../../core/ports.ts';

/** A place to read logs, and the hands that write and close them. */
export interface LogsBench {
  readonly logs: Logs;
  write(group: string, stream: string, ...texts: readonly string[]): void;
  close(group: string): void;
  now(): number;
}

const GROUP = '/ecs/web';

/** What reading logs has to do, whether they lie in memory or in CloudWatch Logs. */
export function logsContract(name: string, make: () => Promise<LogsBench>): void {
  const texts = (lines: unknown): unknown => (Array.isArray(lines) ? lines.map(({ text }) => text) : lines);

  describe(`logs ${name}`, () => {
    test('the last lines of a stream come oldest first', async () => {
      const { logs, write } = await make();
      write(GROUP, 'web/web/one', 'a', 'b', 'c');
      write(GROUP, 'web/web/two', 'd');
      expect(texts(await logs.last(GROUP, 'web/web/one', 2))).toEqual(['b', 'c']);
    });

    test('a stream or a group that is not there is gone, and one that may not be read is closed', async () => {
      const { logs, write, close } = await make();
      expect(await logs.last(GROUP, 'web/web/one', 20)).toBe('gone');
      write(GROUP, 'web/web/one', 'a');
      expect(await logs.last(GROUP, 'web/web/two', 20)).toBe('gone');
      expect(await logs.since('/ecs/other', 'web/', 0, { limit: 10, onlyErrors: false })).toBe('gone');
      close('/app/api');
      expect(await logs.last('/app/api', 'api/api/one', 20)).toBe('closed');
      expect(await logs.since('/app/api', 'api/', 0, { limit: 10, onlyErrors: false })).toBe('closed');
    });

    test('lines of all streams with a prefix come in order, each with its own id, no more than asked for', async () => {
      const { logs, write, now } = await make();
      const from = now();
      write(GROUP, 'web/web/one', 'a');
      write(GROUP, 'web/side/one', 'x');
      write(GROUP, 'web/web/two', 'b', 'c');
      const lines = await logs.since(GROUP, 'web/web/', from, { limit: 10, onlyErrors: false });
      expect(texts(lines)).toEqual(['a', 'b', 'c']);
      expect(lines).toMatchObject([{ stream: 'web/web/one' }, { stream: 'web/web/two' }, {}]);
      expect(new Set(Array.isArray(lines) ? lines.map(({ id }) => id) : []).size).toBe(3);
      expect(texts(await logs.since(GROUP, 'web/web/', from, { limit: 2, onlyErrors: false }))).toEqual(['a', 'b']);
    });

    test('lines before the time and after it are left out', async () => {
      const { logs, write, now } = await make();
      write(GROUP, 'web/web/one', 'a');
      const at = now();
      const read = (from: number, until: number) =>
        logs.since(GROUP, 'web/', from, { until, limit: 10, onlyErrors: false });
      expect(texts(await read(at, at))).toEqual(['a']);
      expect(texts(await read(at + 1, at + 2))).toEqual([]);
      expect(texts(await read(at - 2, at - 1))).toEqual([]);
    });

    test('a pattern finds the lines of words and phrases, with the stream of each, from its time on', async () => {
      const { logs, write, now } = await make();
      write(GROUP, 'web/web/one', 'ERROR early');
      const from = now() + 1;
      expect(await logs.matching(GROUP, 'web/web/', from, 'ERROR')).toEqual({ lines: [], complete: true });
      write(GROUP, 'web/web/one', 'all is well', 'ERROR no database', '{"level":"error"}');
      write(GROUP, 'web/web/two', 'WARN slow');
      write(GROUP, 'web/side/one', 'ERROR of a sidecar');
      const found = async (pattern: string) => {
        const read = await logs.matching(GROUP, 'web/web/', now(), pattern);
        return typeof read === 'string' ? read : read.lines.map(({ stream, text }) => `${stream} ${text}`).sort();
      };
      expect(await found('?no ?WARN')).toEqual(['web/web/one ERROR no database', 'web/web/two WARN slow']);
      expect(await found('"\\"level\\":\\"error\\""')).toEqual(['web/web/one {"level":"error"}']);
      expect(await found('ERROR -early')).toEqual(['web/web/one ERROR no database']);
    });

    test('a group that is not there, or may not be read, is told apart from one without such lines', async () => {
      const { logs, write, close } = await make();
      expect(await logs.matching('/ecs/other', 'web/', 0, 'ERROR')).toBe('gone');
      write(GROUP, 'web/web/one', 'all is well');
      expect(await logs.matching(GROUP, 'api/', 0, 'ERROR')).toEqual({ lines: [], complete: true });
      close('/app/api');
      expect(await logs.matching('/app/api', 'api/', 0, 'ERROR')).toBe('closed');
    });

    test('where only errors are asked for, only they come', async () => {
      const { logs, write } = await make();
      write(
        GROUP,
        'web/web/one',
        'all is well',
        'ERROR no database',
        'java.lang.OutOfMemoryError',
        'panic: nil',
        'Killed',
      );
      expect(texts(await logs.since(GROUP, 'web/', 0, { limit: 10, onlyErrors: true }))).toEqual([
        'ERROR no database',
        'java.lang.OutOfMemoryError',
        'panic: nil',
        'Killed',
      ]);
    });
  });
}
