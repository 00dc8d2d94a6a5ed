import { pointIdOf, type RollbackPoint } from '../../../core/domain/rollback-point.ts';
import { asStored } from '../../../functions/aws/document-client.ts';
import { SERVICE } from '../../builders.ts';
import { startsForward } from './acts.ts';
import type { Invariant } from './invariant.ts';
import { isStrange } from './verdicts.ts';

export const pointEndedWell: Invariant = {
  id: 'I3',
  sentence: 'A rollback point names, by digest, a version of which a deployment ended well',
  on: ['change'],
  watch: (world) => (happening) => {
    if (happening.kind !== 'change' || happening.table !== 'RollbackPoints') return undefined;
    if (happening.before !== undefined || happening.after === undefined) return undefined;
    const point = asStored<RollbackPoint>(happening.after);
    const ran = world.outside.service.deployments.some(
      ({ status, target }) =>
        status === 'SUCCESSFUL' &&
        target.taskDefinition === point.taskDefinition &&
        target.digests.web === point.digest,
    );
    return ran ? undefined : `${point.id} names ${point.digest.slice(-4)}, of which nothing ended well`;
  },
};

export const pointFirst: Invariant = {
  id: 'I3b',
  sentence: 'Nothing goes forward before there is a rollback point of what has the traffic',
  on: ['update'],
  watch: (world) => (happening) => {
    const live = happening.kind === 'update' ? startsForward(world, happening.taskDefinition) : undefined;
    const serving = world.outside.service.inCharge?.digests.web;
    if (live === undefined || serving === undefined || world.record(live.id)?.from === undefined) return undefined;
    const item = world.tables.item('RollbackPoints', SERVICE, pointIdOf(live.id));
    return item === undefined ? `${live.id} starts without a way back` : undefined;
  },
};

export const backToTheCaptured: Invariant = {
  id: 'I5',
  sentence: 'A way back lands on what had the traffic when it was captured, before the service was touched',
  on: ['ended'],
  watch: (world) => (happening) => {
    if (happening.kind !== 'ended') return undefined;
    const { deployment: ended } = happening;
    if (ended.verdict !== 'ROLLED_BACK' || ended.kind !== 'deploy') return undefined;
    const before = world.facts.before.get(ended.id);
    if (before === undefined || before === ended.from?.digest || isStrange(before)) return undefined;
    return `${ended.id} went back to ${ended.from?.digest.slice(-4)}; ${before.slice(-4)} served before`;
  },
};

export const ownDigest: Invariant = {
  id: 'I21',
  sentence: 'What is deployed is the digest of the record, wherever its tag leads by then',
  on: ['registered'],
  watch: (world) => (happening) => {
    if (happening.kind !== 'registered' || happening.deployment === undefined) return undefined;
    const { taskDefinition, deployment } = happening;
    const image = world.outside.service.taskDefinitions.find(({ arn }) => arn === taskDefinition)?.images.web ?? '';
    const wanted = world.record(deployment)?.to.digest;
    return wanted !== undefined && image.endsWith(wanted) ? undefined : `${deployment} registered ${image.slice(-12)}`;
  },
};

/** Fields that the owner configured, and what became of them. */
export const putBack: Invariant = {
  id: 'P1',
  sentence: 'The service is put back as it was found: no pause, alarm or strategy of ours is left',
  rest: (world) => {
    const { service, found } = world.outside;
    const now: unknown = JSON.parse(service.configuration);
    const { strategy = 'ROLLING' } = read(found);
    const { strategy: present = 'ROLLING', lifecycleHooks = [], alarms } = read(service.configuration);
    // A call that outlives its execution reaches ECS after everything is over, and nothing can fence it there.
    if (service.deleted || JSON.stringify(now) === found || world.faults.struck.has('outlived')) return undefined;
    if (Array.isArray(lifecycleHooks) && lifecycleHooks.length > 0) return 'a pause of ours is left';
    if (strategy !== present) return `its strategy was ${strategy} and is ${present}`;
    const watched = typeof alarms === 'object' && alarms !== null && 'enable' in alarms && alarms.enable === true;
    return watched ? 'an alarm of ours is left' : undefined;
  },
};

function read(configuration: string): Readonly<Record<string, unknown>> {
  return JSON.parse(configuration) as Readonly<Record<string, unknown>>;
}
