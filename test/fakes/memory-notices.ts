import type { Notice } from '../../core/domain/log-line.ts';
import type { Notices } from '../../core/ports.ts';

export function memoryNotices(): Notices & { readonly told: Notice[] } {
  const keys = new Set<string>();
  const told: Notice[] = [];
  return {
    told,
    async tell(key, notice) {
      if (keys.has(`${notice.service} ${key}`)) return;
      keys.add(`${notice.service} ${key}`);
      told.push(notice);
    },
  };
}
