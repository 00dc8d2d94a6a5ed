import type { Logs, WrittenLine } from '../../core/ports.ts';

/** Words that make a line an error here. */
const ERROR = /error|exception|fatal|panic|killed/i;

/** CloudWatch Logs in memory. Groups in `closed` may not be read. */
export class FakeLogs implements Logs {
  readonly closed = new Set<string>();
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
    if (there.length === 0) return 'gone';
    return there
      .filter(({ stream, at }) => stream.startsWith(streamPrefix) && at >= from && (until === undefined || at <= until))
      .filter(({ text }) => !onlyErrors || ERROR.test(text))
      .slice(0, limit)
      .map(withoutGroup);
  }
}

function withoutGroup({ group: _, ...line }: WrittenLine & { readonly group: string }): WrittenLine {
  return line;
}
