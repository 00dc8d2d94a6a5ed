import type { Head } from '../../../core/domain/deployment.ts';
import { SERVICE } from '../../builders.ts';
import type { Invariant } from './invariant.ts';

export const turnComes: Invariant = {
  id: 'Q1',
  sentence: 'What waits for its turn leaves the queue only into its own deployment, or for a newer one',
  on: ['change'],
  watch: () => (happening) => {
    if (happening.kind !== 'change' || happening.pk !== SERVICE || happening.sk !== 'head') return undefined;
    const [before, after] = [happening.before, happening.after] as readonly (Partial<Head> | undefined)[];
    if (before?.queued === undefined || after?.queued !== undefined) return undefined;
    return after?.live?.digest === before.queued.digest ? undefined : `${before.queued.version} lost its turn`;
  },
};
