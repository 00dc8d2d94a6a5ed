import type { Notice } from '../../core/domain/log-line.ts';
import type { Notices } from '../../core/ports.ts';

/** Notices in memory; `all` has them in the order in which they were told. */
export function memoryNotices(): Notices & { readonly all: readonly Notice[] } {
  const kept: { readonly key: string; readonly notice: Notice }[] = [];
  return {
    get all() {
      return kept.map(({ notice }) => notice);
    },
    async tell(key, notice) {
      if (kept.some((other) => other.key === key && other.notice.service === notice.service)) return;
      kept.push({ key, notice });
    },
    async told(service, beginning, limit) {
      return kept
        .filter(({ key, notice }) => notice.service === service && key.startsWith(beginning))
        .sort((a, b) => (a.key < b.key ? 1 : -1))
        .slice(0, limit)
        .map(({ notice }) => notice);
    },
  };
}
