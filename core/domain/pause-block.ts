import type { Block } from './block.ts';
import type { Live } from './deployment.ts';

/** A halted deployment as what it is for the next one: it keeps its service until somebody lets it go on, or ends it. */
export function pauseBlock({ id, paused }: Live, until: string | undefined): readonly Block[] {
  if (paused === undefined) return [];
  const { by, at, reason } = paused;
  return [
    {
      kind: 'pause',
      blocks: 'everything',
      because: `${id} is paused${reason === undefined ? '' : `: ${reason}`}`,
      by,
      since: at,
      ...(until !== undefined && { until }),
      lift: `belay resume ${id}`,
      forcible: false,
    },
  ];
}
