import semver from 'semver';
import { SERVICE } from '../../builders.ts';
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

export const nothingForgotten: Invariant = {
  id: 'Q2',
  sentence: 'When all is quiet nothing waits for its turn but what is held, locked away, denied or overtaken',
  rest: (world) => {
    const { queued, serving } = world.head();
    if (queued === undefined || world.outside.service.deleted) return undefined;
    const items = world.tables.partition('Fleet', `service#${SERVICE}`);
    if (['hold', 'lock', `denied#${queued.digest}`].some((sk) => items.has(sk))) return undefined;
    const [waits, serves] = [semver.parse(queued.version), semver.parse(serving?.version)];
    return waits !== null && serves !== null && semver.lte(waits, serves)
      ? undefined
      : `${queued.version} waits for its turn, and nobody is before it`;
  },
};
