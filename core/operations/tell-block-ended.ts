import type { BlockKind } from '../domain/block.ts';
import type { Notice } from '../domain/log-line.ts';
import type { Ports } from '../ports.ts';

/** Who ends something, and why. */
export interface EndedBy {
  readonly by: string;
  readonly reason: string;
  /** It was another's, who was not asked. */
  readonly forced?: boolean;
}

/** What stood in the way until then, and who had said so. A denied digest is no block, and is told of in the same way. */
export interface EndedBlock {
  readonly kind: BlockKind | 'denied';
  readonly by: string;
  readonly because: string;
  /** RFC 3339. */
  readonly since: string;
  readonly digest?: string;
}

/** Keys of these notices begin so, and then have their time: the last is the newest. */
const BEGINNING = 'ended#';
const NEWEST = 5;

/** Keeps who ended a block, for the bus and for `why`. Told before it is done: what was ended is never untold. */
export async function tellBlockEnded(
  ports: Pick<Ports, 'notices' | 'clock'>,
  service: Notice['service'],
  { kind, digest, ...was }: EndedBlock,
  { by, reason, forced = false }: EndedBy,
): Promise<void> {
  const at = new Date(ports.clock.now()).toISOString();
  const what = digest === undefined ? `${kind} by ${was.by}` : `${digest.slice(0, 19)}, denied by ${was.by}`;
  const how = forced ? ' by force' : '';
  await ports.notices.tell(`${BEGINNING}${at}#${kind}`, {
    service,
    event: 'version:block:ended',
    at,
    text: `${what} (${was.because}) was ended${how} by ${by}: ${reason}`,
    data: { block: kind, by, because: reason, forced, was, ...(digest !== undefined && { digest }) },
  });
}

/** Which blocks of these persons ended last, newest first. */
export async function readEndedBlocks(
  { notices }: Pick<Ports, 'notices'>,
  services: readonly Notice['service'][],
): Promise<readonly Notice[]> {
  const told = await Promise.all(services.map((service) => notices.told(service, BEGINNING, NEWEST)));
  return told
    .flat()
    .sort((a, b) => (a.at < b.at ? 1 : -1))
    .slice(0, NEWEST);
}
