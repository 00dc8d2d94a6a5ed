import { type DeploymentId, namedAt } from '../../../core/domain/names.ts';
import type { FiredAlarm } from '../../../core/operations/stop-on-alarm.ts';
import type { Invariant } from './invariant.ts';

export const watchOpens: Invariant = {
  id: 'W1',
  sentence: 'A success with a way back is under watch from the moment at which its lock is free',
  on: ['head'],
  watch: (world) => (happening) => {
    if (happening.kind !== 'head') return undefined;
    const { before, after } = happening;
    const ended = before?.live === undefined || after?.live !== undefined ? undefined : world.record(before.live.id);
    if (ended?.verdict !== 'SUCCEEDED' || ended.kind !== 'deploy' || ended.rollbackPoint === undefined)
      return undefined;
    if (after?.serving?.digest !== ended.to.digest) return `${ended.id} succeeded, and the head does not say so`;
    if (world.schedule.settings.watch === 0) return undefined;
    return after.watch?.deployment === ended.id ? undefined : `${ended.id} succeeded, and nothing watches it`;
  },
};

export const alarmAnswered: Invariant = {
  id: 'I11c',
  sentence: 'An alarm takes back what is under watch, only as long as it is, and only where the owner wants that',
  on: ['alarm-answered', 'head'],
  watch: (world) => {
    /** The end of the last watch window, in milliseconds since 1970. */
    let until = Number.NaN;
    return (happening) => {
      if (happening.kind === 'alarm-answered') {
        const did = happening.outcomes.map((outcome) => outcome.did);
        const { automatic } = world.schedule.settings;
        if (!automatic && did.some((one) => one === 'stopped' || one === 'rolled-back')) return 'it went back unasked';
        const { live, watch } = world.head();
        const open = live === undefined && watch !== undefined && Date.parse(watch.until) > world.clock.now();
        return automatic && open && did.includes('nothing') && !isOlder(happening.alarm, watch.deployment)
          ? `${watch.deployment} is under watch, and stays`
          : undefined;
      }
      if (happening.kind !== 'head') return undefined;
      const { before, after } = happening;
      if (after?.watch !== undefined) until = Date.parse(after.watch.until);
      if (before?.live !== undefined || after?.live?.kind !== 'rollback') return undefined;
      if (world.record(after.live.id)?.by !== 'alarm') return undefined;
      // It was read some seconds before the lock was taken.
      return until + 60_000 > world.clock.now() ? undefined : `${after.live.id} goes back after the watch`;
    };
  },
};

export const alarmIsAboutIt: Invariant = {
  id: 'I11d',
  sentence: 'Nothing is taken back by an alarm that fired before it was begun or queued',
  on: ['alarm-answered', 'head'],
  watch: () => {
    /** What was under watch last. */
    let watched: DeploymentId | undefined;
    return (happening) => {
      if (happening.kind === 'head') watched = happening.after?.watch?.deployment ?? watched;
      if (happening.kind !== 'alarm-answered') return undefined;
      const { alarm, outcomes } = happening;
      for (const { did, deployment } of outcomes) {
        const taken = did === 'rolled-back' ? watched : deployment;
        if (taken !== undefined && isOlder(alarm, taken)) return `${taken} began after ${alarm.name} had fired`;
      }
      return undefined;
    };
  },
};

export const watchStays: Invariant = {
  id: 'W2',
  sentence: 'What never had traffic ends no watch before its time',
  on: ['head'],
  watch: (world) => (happening) => {
    if (happening.kind !== 'head') return undefined;
    const { before, after } = happening;
    const open = before?.watch;
    if (open === undefined || Date.parse(open.until) <= world.clock.now()) return undefined;
    if (after?.watch?.deployment === open.deployment) return undefined;
    if (before?.live === undefined)
      return after?.live && `${after.live.id} is not in ECS yet, and ends the watch over ${open.deployment}`;
    if (after?.live !== undefined) return undefined;
    const { id, verdict } = world.record(before.live.id) ?? {};
    const never = verdict === 'REFUSED' || verdict === 'CANCELLED';
    return never ? `${id} ended ${verdict}, and with it the watch over ${open.deployment}` : undefined;
  },
};

/** Did the alarm fire before this deployment was named? */
function isOlder({ firedAt = Number.NaN }: FiredAlarm, id: DeploymentId): boolean {
  return firedAt < namedAt(id);
}
