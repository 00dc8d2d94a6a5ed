import type { Deployment } from '../../../core/domain/deployment.ts';
import { isUnderWay } from './acts.ts';
import type { Invariant } from './invariant.ts';

/** What comes between the last look at ECS and UpdateService cannot be seen. */
const UNSEEN_MS = 60_000;

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

export const othersAreLeftAlone: Invariant = {
  id: 'B4',
  sentence:
    'What somebody deployed around Belay after a deployment was planned, a minute ago or more, is not pushed aside by its way back',
  on: ['update'],
  watch: (world) => (happening) => {
    const { live } = world.head();
    if (happening.kind !== 'update' || happening.taskDefinition === undefined || live?.phase !== 'roll-back')
      return undefined;
    const seenBefore = world.clock.now() - UNSEEN_MS - world.outside.service.arnLag;
    const newest = world.outside.service.deployments.findLast(({ createdAt }) => Date.parse(createdAt) <= seenBefore);
    const record = world.record(live.id);
    const planned = world.facts.planned.get(live.id);
    if (newest === undefined || record === undefined || planned === undefined) return undefined;
    if (Date.parse(newest.createdAt) <= planned) return undefined;
    const serves = newest.goesForward() || newest.status === 'SUCCESSFUL';
    const { from } = world.tables.item('Deployments', `deployment#${live.id}`, 'record#facts') ?? {};
    const versions = [
      record.to.digest,
      record.from?.digest,
      (from as Deployment['from'])?.digest,
      world.facts.before.get(live.id),
    ];
    return serves && !versions.includes(newest.target.digests.web)
      ? `${live.id} pushes ${newest.target.digests.web?.slice(-4)} aside, which is ${newest.status}`
      : undefined;
  },
};

export const wayBackIsWaitedFor: Invariant = {
  id: 'B5',
  sentence: 'While ECS is going back nothing ends the wait for it but its time',
  on: ['call'],
  watch: (world) => (happening) => {
    // The machine itself goes on where there is nothing to wait for.
    if (happening.kind !== 'call' || happening.who.startsWith('roll-back: ')) return undefined;
    const { token } = happening.call;
    const { live } = world.head();
    if (token === undefined || live?.serviceDeployment === undefined) return undefined;
    const wait = world.wait(live.id);
    return wait?.awaits === 'way-back-ended' && wait.token === token && isUnderWay(world, live.serviceDeployment)
      ? `${happening.who} ends the wait of ${live.id}, and ${live.serviceDeployment} goes on`
      : undefined;
  },
};
