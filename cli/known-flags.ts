import type { Command, FlagName } from './command.ts';
import { EXIT, Failure } from './exit-code.ts';

/** One command line: the verb, its words, and the flags that were typed. */
export interface Typed {
  readonly verb: string;
  readonly words: readonly string[];
  readonly given: readonly FlagName[];
  /** Does it change something, with these words? */
  readonly writes: boolean;
}

/** What every verb takes. */
const GENERAL = ['json', 'api'];

/** Refuses a flag that the verb, or this form of it, does not take: it would be dropped, and the verb do something else than was asked. */
export function refuseUnknownFlags({ usage, flags = [] }: Pick<Command, 'usage' | 'flags'>, typed: Typed): void {
  const { verb, words, given, writes } = typed;
  const own = typeof flags === 'function' ? flags(words, given) : flags;
  const takes: readonly string[] = [...own, ...(writes ? ['yes'] : []), ...GENERAL];
  const strange = given.find((name) => !takes.includes(name));
  if (strange === undefined) return;
  const so = typeof flags === 'function' ? ' in this form' : '';
  const listed = [...new Set(takes)].map((name) => `--${name}`).join(', ');
  throw new Failure(EXIT.usage, `${verb} has no --${strange}${so}. It takes ${listed}. Usage: belay ${usage}`);
}
