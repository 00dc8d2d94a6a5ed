import { isBeside } from '../../../core/domain/service.ts';
import { ALARM } from '../outside.ts';
import type { Invariant } from './invariant.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
/** Between a judgement and the answer to its gate there may be that much, with retries and slow calls. */
const WHILE = 5 * MINUTE;

export const gateKept: Invariant = {
  id: 'G1',
  sentence:
    'No gate is passed by a deployment that is paused, was told to go back, or has its alarm firing, for minutes',
  on: ['continue'],
  watch: (world) => (happening) => {
    if (happening.kind !== 'continue' || happening.answer !== 'continued') return undefined;
    const { live } = world.head();
    if (live?.serviceDeployment !== happening.deployment) return undefined;
    const long = (since: string | undefined) => since !== undefined && Date.parse(since) + WHILE < world.clock.now();
    if (long(live.paused?.at)) return `${live.id} passes a gate, and is paused`;
    if (long(live.stopRequested?.at)) return `${live.id} passes a gate, and was to go back`;
    const firing = world.outside.alarms.firingSince(ALARM);
    return world.schedule.settings.automatic && firing !== undefined && firing + WHILE < world.clock.now()
      ? `${live.id} passes a gate under its alarm`
      : undefined;
  },
};

export const bakeKept: Invariant = {
  id: 'G2',
  sentence: 'Between two gates a version is under watch as long as was asked for, unless a person ends that',
  on: ['continue'],
  watch: (world) => {
    const passed = new Map<string, number>();
    return (happening) => {
      if (happening.kind !== 'continue' || happening.answer !== 'continued') return undefined;
      const { live } = world.head();
      if (live?.serviceDeployment !== happening.deployment) return undefined;
      const before = passed.get(happening.deployment);
      passed.set(happening.deployment, world.clock.now());
      if (before === undefined || world.schedule.acts.some(({ does }) => does === 'continue')) return undefined;
      const watched = (world.clock.now() - before) / SECOND;
      return watched < world.schedule.settings.bake ? `${live.id} passes a gate after ${watched} s` : undefined;
    };
  },
};

export const checksPassed: Invariant = {
  id: 'G3',
  sentence: 'Nothing succeeds whose commands failed or were not run',
  on: ['ended'],
  watch: (world) => (happening) => {
    if (happening.kind !== 'ended') return undefined;
    const { strategy, settings, acts } = world.schedule;
    const { deployment: ended } = happening;
    if (ended.verdict !== 'SUCCEEDED' || ended.kind !== 'deploy' || settings.commandAt === undefined) return undefined;
    if (!isBeside(strategy) || !settings.automatic || acts.some(({ does }) => does === 'continue')) return undefined;
    const run = world.tables.item('Deployments', `deployment#${ended.id}`, 'checks');
    if (!String(run?.round).startsWith(settings.commandAt === 'before' ? 'before-traffic' : 'after-bake'))
      return `${ended.id} succeeded, and its commands never ran`;
    const ends = Object.values((run?.ended ?? {}) as Record<string, { codes: Record<string, number> }>);
    return ends.length > 0 && ends.every(({ codes }) => Object.values(codes).every((code) => code === 0))
      ? undefined
      : `${ended.id} succeeded, and its commands did not`;
  },
};
