import type { StateFiles } from '../../../local/kernel/state-files.ts';

/** Documents in memory that can be copied at any moment, as a disk is found after `kill -9`. */
export interface CrashableState extends StateFiles {
  /** What the next process finds; whatever the old one still writes does not reach it. */
  copy(): CrashableState;
}

export function crashableState(documents: ReadonlyMap<string, string> = new Map()): CrashableState {
  const kept = new Map(documents);
  return {
    load<Document>(name: string): Document | undefined {
      const text = kept.get(name);
      return text === undefined ? undefined : JSON.parse(text);
    },
    save(name, document) {
      kept.set(name, JSON.stringify(document));
    },
    remove(name) {
      kept.delete(name);
    },
    copy: () => crashableState(kept),
  };
}
