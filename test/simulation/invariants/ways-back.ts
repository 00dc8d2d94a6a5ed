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
    const captured = world.facts.before.get(live.id);
    const leadsTo = world.outside.service.lastSuccessful()?.digests.web;
    return captured === undefined ||
      leadsTo === captured ||
      !world.outside.service.find(happening.deployment)?.goesForward()
      ? undefined
      : `${live.id} is stopped, which leads to ${leadsTo?.slice(-4)} and not to ${captured.slice(-4)}`;
  },
};
