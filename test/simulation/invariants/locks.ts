import { recordIn } from '../happening.ts';
import type { Invariant } from './invariant.ts';

export const oneLive: Invariant = {
  id: 'I1',
  sentence: 'A service has one live deployment at a time, and the lock goes from one to another only through nobody',
  on: ['head'],
  watch: () => (happening) => {
    if (happening.kind !== 'head') return undefined;
    const [before, after] = [happening.before?.live?.id, happening.after?.live?.id];
    if (before === undefined || after === undefined || before === after) return undefined;
    return `the lock went from ${before} to ${after}`;
  },
};

export const freedWhenOver: Invariant = {
  id: 'I8',
  sentence: 'The lock is freed when, and only when, its deployment has a verdict',
  on: ['head'],
  watch: (world) => (happening) => {
    if (happening.kind !== 'head') return undefined;
    const before = happening.before?.live?.id;
    if (before === undefined || happening.after?.live?.id === before) return undefined;
    return world.record(before)?.verdict === undefined ? `${before} lost the lock without a verdict` : undefined;
  },
  rest: (world) => {
    const { live } = world.head();
    return live === undefined ? undefined : `${live.id} still holds the lock`;
  },
};

export const endIsFinal: Invariant = {
  id: 'I6',
  sentence: 'An end is final: no verdict changes, and none is taken away',
  on: ['change'],
  watch: () => (happening) => {
    if (happening.kind !== 'change' || happening.sk !== 'record') return undefined;
    const [before, after] = [recordIn(happening.before), recordIn(happening.after)];
    if (before?.verdict === undefined || before.verdict === after?.verdict) return undefined;
    return `${before.id} was ${before.verdict} and became ${after?.verdict ?? 'nothing'}`;
  },
};

export const allEnd: Invariant = {
  id: 'I7',
  sentence: 'Every deployment that began ends, and a person is told of each that is stuck',
  rest: (world) => {
    for (const { id, verdict, status } of world.records()) {
      const began = world.tables.partition('Deployments', `deployment#${id}`).has('line#000001');
      if (began && (verdict === undefined || status !== 'ended')) return `${id} has not ended`;
    }
    return undefined;
  },
};
