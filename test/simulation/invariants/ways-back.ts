import type { FaultKind } from '../fault-kinds.ts';
import { kindsAt } from '../fault-kinds.ts';
import type { Invariant } from './invariant.ts';

export const stopLeadsBack: Invariant = {
  id: 'B2',
  sentence: 'ECS is told to go back only where that leads to the captured point',
  on: ['stop'],
  watch: (world) => (happening) => {
    const { live } = world.head();
    // A call that outlives its execution reaches ECS after everything is over, and nothing can fence it there.
    if (happening.kind !== 'stop' || world.faults.struck.has('outlived')) return undefined;
    if (live === undefined || live.serviceDeployment !== happening.deployment) return undefined;
    const captured = world.record(live.id)?.from?.digest;
    const leadsTo = world.outside.service.lastSuccessful()?.digests.web;
    return captured === undefined ||
      leadsTo === captured ||
      !world.outside.service.find(happening.deployment)?.goesForward()
      ? undefined
      : `${live.id} is stopped, which leads to ${leadsTo?.slice(-4)} and not to ${captured.slice(-4)}`;
  },
};

/** A step that broke, or nobody who heard that it went well: the next looks for itself. */
const BREAKS: readonly FaultKind[] = [...kindsAt('call'), ...kindsAt('invocation')];

export const backUndisturbed: Invariant = {
  id: 'B3',
  sentence: 'While ECS goes back to the captured point nothing else is deployed',
  on: ['update'],
  watch: (world) => (happening) => {
    if (happening.kind !== 'update' || happening.taskDefinition === undefined) return undefined;
    const { live } = world.head();
    const newest = world.outside.service.deployments.at(-1);
    if (live?.stopIsSafe !== true || newest?.arn !== live.serviceDeployment) return undefined;
    if (newest?.status !== 'ROLLBACK_REQUESTED' && newest?.status !== 'ROLLBACK_IN_PROGRESS') return undefined;
    return BREAKS.some((kind) => world.faults.struck.has(kind)) ? undefined : `${live.id} is disturbed on its way back`;
  },
};
