import type { Live } from '../../../core/domain/deployment.ts';
import { isTerminal } from '../../../core/domain/progress.ts';
import type { SimulatedWorld } from '../simulated-world.ts';
import type { Invariant } from './invariant.ts';

/** The live deployment whose own new version an UpdateService starts; `undefined`: it is a way back, or only settings. */
export function startsForward(world: SimulatedWorld, taskDefinition: string | undefined): Live | undefined {
  const { live } = world.head();
  if (live === undefined || taskDefinition === undefined || live.phase === 'roll-back') return undefined;
  return world.facts.registeredBy.get(taskDefinition) === live.id ? live : undefined;
}

export const startedOnce: Invariant = {
  id: 'I9',
  sentence: 'A deployment starts its version in ECS once, however often its step is tried',
  on: ['update'],
  watch: (world) => {
    const begun = new Map<string, string>();
    return (happening) => {
      if (happening.kind !== 'update' || world.schedule.ecs.updateWithoutChange === 'startsDeployment')
        return undefined;
      const live = startsForward(world, happening.taskDefinition);
      if (live === undefined || happening.taskDefinition === undefined) return undefined;
      const before = begun.get(live.id);
      begun.set(live.id, happening.taskDefinition);
      if (before === undefined) return undefined;
      if (before !== happening.taskDefinition)
        return `${live.id} started ${before} and then ${happening.taskDefinition}`;
      // The SDK sends again what it had no answer to, and nothing of ours is asked.
      if (world.faults.struck.has('sent-twice')) return undefined;
      const shown = world.outside.service.shown().some(({ target }) => target.taskDefinition === before);
      return shown ? `${live.id} starts ${before} again, which ECS shows` : undefined;
    };
  },
};

export const approvedFirst: Invariant = {
  id: 'I14',
  sentence:
    'Nothing that needs approval is started before others than who asked have approved, and none has rejected it',
  on: ['update'],
  watch: (world) => (happening) => {
    const { approvals } = world.schedule.settings;
    if (happening.kind !== 'update' || approvals === 0) return undefined;
    const live = startsForward(world, happening.taskDefinition);
    if (live === undefined) return undefined;
    const by = world.record(live.id)?.by;
    const words = (world.facts.words.get(live.id) ?? []).filter((word) => word.by !== by);
    const approvers = new Set(words.filter(({ approved }) => approved).map((word) => word.by));
    return approvers.size >= approvals
      ? undefined
      : `${live.id} starts with ${approvers.size} of ${approvals} approvals`;
  },
};

export const alarmCounts: Invariant = {
  id: 'I11',
  sentence: 'A deployment that an alarm was accepted for does not succeed',
  on: ['ended'],
  watch: (world) => (happening) => {
    if (happening.kind !== 'ended') return undefined;
    const { id, kind, verdict } = happening.deployment;
    if (verdict !== 'SUCCEEDED' || kind !== 'deploy' || !world.facts.takenBack.has(id)) return undefined;
    return `${id} succeeded after its alarm`;
  },
};

export const firingBlocks: Invariant = {
  id: 'I11b',
  sentence: 'Nothing is started while its alarm has been firing for a minute and more',
  on: ['update'],
  watch: (world) => (happening) => {
    if (happening.kind !== 'update') return undefined;
    const live = startsForward(world, happening.taskDefinition);
    const since = world.outside.alarms.firingSince('web-5xx');
    const begun = live && world.record(live.id)?.startedAt;
    if (live === undefined || since === undefined || begun === undefined) return undefined;
    const planned = world.facts.planned.get(live.id);
    return planned !== undefined && since + 60_000 < planned ? `${live.id} starts under an alarm` : undefined;
  },
};

export const nobodyStopsAWayBack: Invariant = {
  id: 'B1',
  sentence:
    'A way back is never stopped, and brings capacity before traffic, unless the service was deployed `immediate`',
  on: ['stop', 'update'],
  watch: (world) => (happening) => {
    const { live } = world.head();
    if (happening.kind === 'stop' && live?.kind === 'rollback')
      // What a function asked for before it died can reach a deployment that is over long since.
      return isUnderWay(world, happening.deployment) ? `${live.id} was stopped` : undefined;
    if (happening.kind !== 'update' || happening.taskDefinition === undefined || live?.phase !== 'roll-back')
      return undefined;
    const { minimumHealthyPercent } = JSON.parse(happening.deploymentConfiguration) as {
      minimumHealthyPercent?: number;
    };
    const least = world.schedule.strategy === 'immediate' ? 0 : 100;
    return (minimumHealthyPercent ?? 0) >= least ? undefined : `${live.id} goes back at ${minimumHealthyPercent} %`;
  },
};

/** Is ECS still at it? */
export function isUnderWay({ outside }: SimulatedWorld, serviceDeployment: string): boolean {
  return outside.service.deployments.some(({ arn, status }) => arn === serviceDeployment && !isTerminal(status));
}

/** Calls that change a service or a machine. */
const ACTS = new Set(['ecs.update', 'ecs.stop', 'ecs.continue', 'states SendTaskSuccess', 'states SendTaskFailure']);

export const reconcilerWaits: Invariant = {
  id: 'I16',
  sentence: 'The reconciler does nothing to a deployment that is on time',
  on: ['call'],
  watch: (world) => (happening) => {
    if (happening.kind !== 'call' || happening.who !== 'reconcile' || !ACTS.has(happening.call.name)) return undefined;
    const { live } = world.head();
    if (live === undefined) return undefined;
    const wait = world.wait(live.id);
    const { token } = happening.call;
    // Whoever is slow redeems what is over by then: nobody waits on a token that another took the place of.
    if (token !== undefined && token !== wait?.token) return undefined;
    const isToCome = (dueAt: unknown) => typeof dueAt === 'string' && Date.parse(dueAt) > world.clock.now();
    // What it waits for may have come, though no event told of it.
    const waitsRightly = live.serviceDeployment === undefined || isUnderWay(world, live.serviceDeployment);
    // A wait has its own time: what the head says may have been left as it was.
    const onTime = isToCome(world.dueAt()) || (isToCome(wait?.dueAt) && waitsRightly);
    return onTime ? `${happening.call.name} for ${live.id}, which is on time` : undefined;
  },
};

export const eventsAddUp: Invariant = {
  id: 'I17',
  sentence: 'Every event was applied, was lost on its way by the bus, or lies in a queue',
  rest: ({ deliveries }) => {
    const { received, applied, lost, failed, pending, regular } = deliveries;
    return received === applied + lost + failed.length + pending + regular
      ? undefined
      : `${received} came; ${applied} applied, ${lost} lost, ${failed.length} failed`;
  },
};

export const pushesAreKnown: Invariant = {
  id: 'I2',
  sentence: 'Every push of which the image is still there is a version, with its tag and with its own digest',
  rest: (world) => {
    for (const { digest, tag } of world.facts.pushed) {
      if (!world.outside.registry.has('web', digest, tag)) continue;
      const version = world.tables.item('VersionHistory', 'web', digest);
      if (version === undefined) return `${tag} (${digest.slice(-4)}) was pushed, and is no version`;
      const tags = version.tags;
      if (!(tags instanceof Set) || !tags.has(tag))
        return `${digest.slice(-4)} was pushed as ${tag}, and is not known as it`;
    }
    return undefined;
  },
};
