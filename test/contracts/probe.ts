import { describe, expect, test } from 'vitest';
import type { Probe } from '../../core/ports.ts';

export interface ProbeBench {
  readonly probe: Probe;
  /** Where the answers are given. */
  readonly url: string;
  /** What the path answers from now on; `nothing` leaves every request without an answer. */
  says(
    path: string,
    answer: { readonly status: number; readonly body: string; readonly location?: string } | 'nothing',
  ): void;
  /** The headers of the last request. */
  seen(): Readonly<Record<string, unknown>>;
}

/** What a check over HTTP may rely on. */
export function probeContract(name: string, make: () => Promise<ProbeBench>): void {
  describe(`probes ${name}`, () => {
    const ask = ({ url }: ProbeBench, path: string, more: Partial<Parameters<Probe['send']>[0]> = {}) => ({
      url: `${url}${path}`,
      method: 'GET',
      headers: {},
      timeoutMs: 2000,
      reads: false,
      ...more,
    });

    test('an answer is its status, and its body where that is wanted', async () => {
      const bench = await make();
      bench.says('/health', { status: 503, body: 'not yet' });
      expect(await bench.probe.send(ask(bench, '/health'))).toEqual({ status: 503, body: '' });
      expect(await bench.probe.send(ask(bench, '/health', { reads: true }))).toEqual({ status: 503, body: 'not yet' });
    });

    test('headers are sent as they are given', async () => {
      const bench = await make();
      bench.says('/health', { status: 200, body: '' });
      await bench.probe.send(ask(bench, '/health', { headers: { 'x-test': 'yes' } }));
      expect(bench.seen()).toMatchObject({ 'x-test': 'yes' });
    });

    test('a redirect is the answer, and is not followed', async () => {
      const bench = await make();
      bench.says('/', { status: 302, body: '', location: '/elsewhere' });
      bench.says('/elsewhere', { status: 200, body: '' });
      expect(await bench.probe.send(ask(bench, '/'))).toMatchObject({ status: 302 });
    });

    test('no answer in time is told as that', async () => {
      const bench = await make();
      bench.says('/slow', 'nothing');
      expect(await bench.probe.send(ask(bench, '/slow', { timeoutMs: 50 }))).toEqual({
        failed: 'no answer within 0.05 s',
      });
    });
  });
}
