import type { Invariant } from './invariant.ts';

export const turnComes: Invariant = {
  id: 'Q1',
  sentence: 'What waits for its turn leaves the queue only into its own deployment, or for a newer one',
  on: ['head'],
  watch: () => (happening) => {
    if (happening.kind !== 'head') return undefined;
    const { before, after } = happening;
    if (before?.queued === undefined || after?.queued !== undefined) return undefined;
    return after?.live?.digest === before.queued.digest ? undefined : `${before.queued.version} lost its turn`;
  },
};
