import semver from 'semver';
import { SERVICE } from '../../builders.ts';
import { startsForward } from './acts.ts';
import type { Invariant } from './invariant.ts';

/** Between a look at what blocks and the lock there may be that many milliseconds. */
const WHILE = 2 * 60_000;

export const startsOnlyFree: Invariant = {
  id: 'D1',
  sentence: 'Nothing begins that is denied, held or locked away, and nothing goes down without being asked to',
  on: ['head'],
  watch: (world) => (happening) => {
    if (happening.kind !== 'head') return undefined;
    const { before, after } = happening;
    if (before?.live !== undefined || after?.live?.kind !== 'deploy') return undefined;
    const { id } = after.live;
    const record = world.record(id);
    if (record === undefined) return undefined;
    const long = (since: unknown) => Date.parse(String(since)) + WHILE < world.clock.now();
    const item = (sk: string) =>
      world.tables.item('Fleet', `service#${SERVICE}`, sk) as Record<string, Record<string, unknown>> | undefined;
    if (long(item(`denied#${record.to.digest}`)?.denied?.since)) return `${id} begins with a denied digest`;
    if (record.by === 'push' && long(item('hold')?.hold?.since)) return `${id} begins, and the service is held`;
    const lock = item('lock')?.lock;
    if (
      lock !== undefined &&
      lock.owner !== record.by &&
      long(lock.since) &&
      Date.parse(String(lock.until)) > world.clock.now()
    )
      return `${id} begins, and the service is locked`;
    const [to, from] = [record.to, record.from].map((ref) => semver.parse(ref?.version));
    return to != null && from != null && semver.lt(to, from) ? `${id} goes down to ${to.raw}` : undefined;
  },
};

export const cancelledInTime: Invariant = {
  id: 'C2',
  sentence: 'What somebody stopped before it was started is not started',
  on: ['head', 'update'],
  watch: (world) => {
    let stopped: string | undefined;
    return (happening) => {
      if (happening.kind === 'head') {
        const { before, after } = happening;
        if (after?.live?.stopRequested !== undefined && after.live.phase !== before?.live?.phase)
          stopped = after.live.id;
      }
      const live = happening.kind === 'update' ? startsForward(world, happening.taskDefinition) : undefined;
      return live !== undefined && live.id === stopped ? `${live.id} is started, and was to be stopped` : undefined;
    };
  },
};
