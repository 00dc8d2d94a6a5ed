import type { Invariant } from './invariant.ts';

export const headIsItsOwn: Invariant = {
  id: 'F1',
  sentence: 'No deployment writes what it did into the lock of another',
  on: ['head'],
  watch: (world) => (happening) => {
    if (happening.kind !== 'head') return undefined;
    const { before, after } = happening;
    const live = after?.live;
    if (live?.taskDefinition === undefined || live.taskDefinition === before?.live?.taskDefinition) return undefined;
    const by = world.facts.registeredBy.get(live.taskDefinition);
    return by === undefined || by === live.id || live.phase === 'roll-back'
      ? undefined
      : `${live.id} has the task definition of ${by}`;
  },
};

export const registersOnce: Invariant = {
  id: 'F2',
  sentence: 'A deployment that has its task definition registers no other',
  on: ['registered'],
  watch: (world) => (happening) => {
    if (happening.kind !== 'registered' || happening.deployment === undefined) return undefined;
    const { live } = world.head();
    return live?.id === happening.deployment && live.taskDefinition !== undefined
      ? `${live.id} has ${live.taskDefinition} and registers ${happening.taskDefinition}`
      : undefined;
  },
};
