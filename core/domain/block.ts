import type { ServiceKey } from './names.ts';

export type BlockKind = 'hold' | 'lock' | 'maintenance' | 'freeze' | 'window' | 'stop-the-line' | 'pause';

/** One thing that keeps a deployment from starting. Ways back are never blocked. */
export interface Block {
  readonly kind: BlockKind;
  /** A hold keeps only automation off; all others keep everybody off. */
  readonly blocks: 'automation' | 'everything';
  readonly because: string;
  readonly by: string;
  /** RFC 3339. */
  readonly since: string;
  /** When it ends by itself. RFC 3339; absent where a person has to end it. */
  readonly until?: string;
  /** The command that ends it. */
  readonly lift: string;
  /** Does `force` with a reason get past it? */
  readonly forcible: boolean;
}

/** Who asks for a deployment: a person, or automation (a push). */
export interface Asker {
  readonly kind: 'person' | 'automation';
  readonly by: string;
}

/** Those of the blocks that stand in this asker's way. The owner of a lock passes it. */
export function blocksFor(blocks: readonly Block[], asker: Asker): readonly Block[] {
  return blocks.filter(
    ({ kind, blocks, by }) =>
      (blocks === 'everything' || asker.kind === 'automation') &&
      !(kind === 'lock' && asker.kind === 'person' && by === asker.by),
  );
}

/** One sentence for all of them, each with the command that ends it. */
export function describeBlocks(key: ServiceKey, blocks: readonly Block[]): string {
  return `${key} is kept from deploying. ${blocks.map(describeBlock).join(' ')}`;
}

function describeBlock({ kind, because, by, until, lift }: Block): string {
  return `${kind} by ${by}: ${because}${until === undefined ? '' : ` (until ${until})`}; \`${lift}\` ends it.`;
}
