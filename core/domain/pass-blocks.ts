import { type Asker, type Block, blocksFor, describeBlocks } from './block.ts';
import type { Forced } from './deployment.ts';
import type { ServiceKey } from './names.ts';
import { Refused } from './refused.ts';

/** Somebody who wants past what blocks. */
export interface Passage {
  readonly asker: Asker;
  readonly force: boolean;
  readonly reason: string;
}

/**
 * Lets a deployment past what blocks its service, and says what was forced. Otherwise refuses it (`Blocked`), telling all that is in the
 * way at once. Automation forces nothing.
 */
export function passBlocks(
  key: ServiceKey,
  blocks: readonly Block[],
  { asker, force, reason }: Passage,
): Forced | undefined {
  const standing = blocksFor(blocks, asker);
  const forces = force && asker.kind === 'person';
  if (standing.length > 0 && !(forces && standing.every(({ forcible }) => forcible)))
    throw new Refused('Blocked', `${describeBlocks(key, standing)} ${wayThrough(standing)}`, { blocks: standing });
  return forces ? { by: asker.by, reason, past: standing.map(({ kind }) => kind) } : undefined;
}

function wayThrough(standing: readonly Block[]): string {
  const hard = standing.filter(({ forcible }) => !forcible).map(({ kind }) => kind);
  return hard.length > 0 ? `Not even --force gets past: ${hard.join(', ')}.` : 'Or deploy with --force and a --reason.';
}
