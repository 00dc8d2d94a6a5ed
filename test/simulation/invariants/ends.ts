import type { FaultKind } from '../fault-kinds.ts';
import type { SimulatedWorld } from '../simulated-world.ts';
import type { Invariant } from './invariant.ts';

/** What leaves nobody, or nothing, to go back with; tasks that protect themselves hold up a way back in place. */
const REASONS: readonly FaultKind[] = [
  'abort',
  'outlived',
  'rollback-fails',
  'service-deleted',
  'work-in-hand',
  'crashing',
  'unhealthy',
  'image-gone',
];

/** After so many tries a person is asked. */
const TRIES_OF_A_WAY_BACK = 2;

const isLedAway = ({ facts }: SimulatedWorld, id: string): boolean =>
  (facts.ledAway.get(id) ?? 0) >= TRIES_OF_A_WAY_BACK;

export const stuckForAReason: Invariant = {
  id: 'V4',
  sentence:
    'A deployment is stuck only where its execution was stopped, ECS could not go back or was led away at each try, or what it goes back to is gone',
  on: ['ended'],
  watch: (world) => (happening) => {
    if (happening.kind !== 'ended' || happening.deployment.verdict !== 'STUCK') return undefined;
    const { deployment: ended } = happening;
    return REASONS.some((kind) => world.faults.struck.has(kind)) || isLedAway(world, ended.id)
      ? undefined
      : `${ended.id} is stuck: ${ended.because ?? 'nobody says why'}`;
  },
};

export const cancelledUnseen: Invariant = {
  id: 'V3',
  sentence: 'What is told as cancelled before it had traffic, or as refused, never had any',
  on: ['ended', 'continue', 'update'],
  watch: (world) => {
    const seen = new Set<string>();
    const touched = new Set<string>();
    return (happening) => {
      const { live } = world.head();
      if (
        happening.kind === 'continue' &&
        happening.answer === 'continued' &&
        live?.serviceDeployment === happening.deployment
      )
        seen.add(live.id);
      // What outlived another's execution can reach ECS while this one holds the lock.
      const { taskDefinition } = happening.kind === 'update' ? happening : {};
      if (live !== undefined && taskDefinition !== undefined && taskDefinition === live.taskDefinition)
        touched.add(live.id);
      if (happening.kind !== 'ended') return undefined;
      const { id, verdict } = happening.deployment;
      if (verdict === 'CANCELLED' && seen.has(id)) return `${id} is cancelled, and had traffic`;
      if (verdict === 'REFUSED' && touched.has(id)) return `${id} is refused, and was started`;
      return undefined;
    };
  },
};

export const cancelledByName: Invariant = {
  id: 'C1',
  sentence: 'A deployment is cancelled only by who meant this one',
  on: ['ended'],
  watch: (world) => (happening) => {
    if (happening.kind !== 'ended' || happening.deployment.verdict !== 'CANCELLED') return undefined;
    const { id } = happening.deployment;
    return world.facts.cancelled.has(id) ? undefined : `nobody cancelled ${id}`;
  },
};

export const goodIsKept: Invariant = {
  id: 'L1',
  sentence: 'A version that nothing befalls, and that nobody takes back, is kept',
  rest: (world) => {
    const { schedule } = world;
    const { acts, faults, ecs } = schedule;
    const plain = faults.length === 0 && Object.keys(ecs).length === 0 && schedule.settings.approvals === 0;
    if (!plain || acts.length !== 1 || acts[0]?.does !== 'deploy' || acts[0].version !== 2) return undefined;
    const verdicts = world.records().map(({ verdict }) => verdict);
    return verdicts.join() === 'SUCCEEDED' ? undefined : `it ended ${verdicts.join()}`;
  },
};
