import type { Logs, WrittenLine } from '../../core/ports.ts';
import { compileFilter } from '../../local/logs/filter-pattern.ts';

/** Words that make a line an error here. */
const ERROR = /error|exception|fatal|panic|killed/i;

/** CloudWatch Logs in memory. Groups in `closed` may not be read; those in `busy` are too large to be searched at once. */
export class FakeLogs implements Logs {
  readonly closed = new Set<string>();
  readonly busy = new Set<string>();
  /** Groups that are there, whether or not anybody ever wrote to them. */
  readonly groups = new Set<string>();
  readonly #lines: (WrittenLine & { readonly group: string })[] = [];
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  write(group: string, stream: string, ...texts: readonly string[]): void {
    for (const text of texts)
      this.#lines.push({ group, stream, at: this.#now(), id: String(this.#lines.length), text });
  }

  async last(group: string, stream: string, limit: number): Promise<readonly WrittenLine[] | 'gone' | 'closed'> {
    if (this.closed.has(group)) return 'closed';
    const found = this.#lines.filter((line) => line.group === group && line.stream === stream);
    return found.length === 0 ? 'gone' : found.slice(-limit).map(withoutGroup);
  }

  async since(
    group: string,
    streamPrefix: string,
    from: number,
    { until, limit, onlyErrors }: { readonly until?: number; readonly limit: number; readonly onlyErrors: boolean },
  ): Promise<readonly WrittenLine[] | 'gone' | 'closed'> {
    if (this.closed.has(group)) return 'closed';
    const there = this.#lines.filter((line) => line.group === group);
    if (there.length === 0 && !this.groups.has(group)) return 'gone';
    return there
      .filter(({ stream, at }) => stream.startsWith(streamPrefix) && at >= from && (until === undefined || at <= until))
      .filter(({ text }) => !onlyErrors || ERROR.test(text))
      .slice(0, limit)
      .map(withoutGroup);
  }

  async matching(
    group: string,
    streamPrefix: string,
    from: number,
    pattern: string,
  ): Promise<{ readonly lines: readonly WrittenLine[]; readonly complete: boolean } | 'gone' | 'closed'> {
    const there = await this.since(group, streamPrefix, from, { limit: Number.MAX_SAFE_INTEGER, onlyErrors: false });
    if (typeof there === 'string') return there;
    const matches = compileFilter(pattern);
    return { lines: there.filter(({ text }) => matches(text)), complete: !this.busy.has(group) };
  }
}

function withoutGroup({ group: _, ...line }: WrittenLine & { readonly group: string }): WrittenLine {
  return line;
}
