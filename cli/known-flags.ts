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

/** Those that a verb says it takes, in the form that these words and flags mean. */
export function ownFlags(
  { flags = [] }: Pick<Command, 'flags'>,
  { words, given }: Pick<Typed, 'words' | 'given'>,
): readonly FlagName[] {
  return typeof flags === 'function' ? flags(words, given) : flags;
}

/** Refuses a flag that the verb, or this form of it, does not take: it would be dropped, and the verb do something else than was asked. */
export function refuseUnknownFlags(command: Pick<Command, 'usage' | 'flags'>, typed: Typed): void {
  const { usage, flags } = command;
  const { verb, given, writes } = typed;
  const takes: readonly string[] = [...ownFlags(command, typed), ...(writes ? ['yes', 'dry-run'] : []), ...GENERAL];
  const strange = given.find((name) => !takes.includes(name));
  if (strange === undefined) return;
  const so = typeof flags === 'function' ? ' in this form' : '';
  const listed = [...new Set(takes)].map((name) => `--${name}`).join(', ');
  throw new Failure(EXIT.usage, `${verb} has no --${strange}${so}. It takes ${listed}. Usage: belay ${usage}`);
}
