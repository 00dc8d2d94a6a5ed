import { maskSecrets } from './mask-secrets.ts';

/** What a task that died had said last, kept with its deployment: ECS forgets the task within an hour. */
export interface LastWords {
  /** The last part of the task's ARN. */
  readonly task: string;
  readonly container: string;
  /** Why the task stopped, as ECS tells it. */
  readonly why: string;
  /** Oldest first, with what looks like a credential masked. */
  readonly lines: readonly string[];
  /** Why there are no lines, where there are none. */
  readonly note?: string;
}

export const MOST_LINES = 20;
const LONGEST_LINE = 500;
/** Characters of all lines of one deployment together. */
const MOST_TEXT = 16 * 1024;

/** As much of the last lines as is kept. Masked before they are cut, so that no half of a credential is left. Where there is too much, the older lines go. */
export function trimLastWords(words: readonly LastWords[]): readonly LastWords[] {
  let room = MOST_TEXT;
  return words.map((one) => {
    const kept: string[] = [];
    for (const line of one.lines.slice(-MOST_LINES).reverse()) {
      const text = maskSecrets(line).slice(0, LONGEST_LINE);
      if (text.length > room) break;
      room -= text.length;
      kept.unshift(text);
    }
    return { ...one, why: maskSecrets(one.why).slice(0, LONGEST_LINE), lines: kept };
  });
}
