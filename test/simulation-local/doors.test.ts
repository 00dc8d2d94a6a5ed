import { afterAll, beforeAll, expect, test } from 'vitest';
import { check } from './checks.ts';
import { drawSchedule, type Schedule } from './draw-schedule.ts';
import { type Fleet, startFleet } from './fleet.ts';
import { Lane, type Played } from './play.ts';

const GOOD: Omit<Schedule, 'faults'> = { seed: 1, strategy: 'blue-green', condition: 'good' };

/** A good version, and one thing that goes wrong: it goes out all the same. */
const DOORS: readonly (readonly [string, Schedule['faults']])[] = [
  [
    'a push whose event is lost is found by the reconciler',
    [{ door: 'event', fault: 'lose', detailType: 'ECR Image Action' }],
  ],
  [
    'events, firings and batches that all come twice change nothing',
    [
      { door: 'event', fault: 'duplicate' },
      { door: 'schedule', fault: 'duplicate' },
      { door: 'batch', fault: 'duplicate' },
    ],
  ],
  [
    'calls that are throttled are made again',
    [{ door: 'call', fault: 'throttle', service: 'ecs', operation: 'UpdateService', times: 2 }],
  ],
  [
    'a reply that is lost after UpdateService starts no second deployment',
    [{ door: 'call', fault: 'loseReply', service: 'ecs', operation: 'UpdateService', times: 1 }],
  ],
  [
    'a step that is killed after UpdateService is done again, and starts no second deployment',
    [{ door: 'function', fault: 'kill', when: 'after', operation: 'UpdateService', times: 1 }],
  ],
  [
    'a function that is killed as it wakes a deployment is run again',
    [{ door: 'function', fault: 'kill', function: 'belay-on-ecs-event', operation: 'SendTaskSuccess', times: 1 }],
  ],
];

/** Drawn, and played beside them: what goes wrong is up to the seeds. */
const SEEDS = [7, 19];
/** Services that are deployed side by side, each schedule on the next one that is free. */
const SERVICES = 4;

let fleet: Fleet;
const played = new Map<string | number, Promise<Played>>();

beforeAll(async () => {
  fleet = await startFleet(SERVICES, 0);
  const lanes = fleet.lanes.map(({ name }) => new Lane(fleet, name));
  const free = lanes.map((lane) => lane.settle().then(() => lane));
  const play = (schedule: Schedule): Promise<Played> => {
    const turn = free.shift() ?? Promise.reject(new Error('no service is free'));
    const one = turn.then((lane) => lane.play(schedule));
    free.push(Promise.allSettled([one]).then(() => turn));
    // Its own test tells how it went.
    one.catch(() => {});
    return one;
  };
  for (const [name, faults] of DOORS) played.set(name, play({ ...GOOD, faults }));
  for (const seed of SEEDS) played.set(seed, play(drawSchedule(seed)));
});
afterAll(() => fleet?.stop());

/** Each may have to wait for those that were before it on its service. */
const IN_TURN = { timeout: 300_000 };

test.for(DOORS)('%s', IN_TURN, async ([name, faults]) => {
  const one = await (played.get(name) ?? Promise.reject(new Error(`${name} was not played`)));
  expect(one.struck.length).toBeGreaterThanOrEqual(faults.length);
  expect({ verdict: one.rest?.deployment.verdict, because: one.rest?.deployment.because }).toEqual({
    verdict: 'SUCCEEDED',
    because: expect.stringContaining(one.digests.pushed.slice(0, 19)),
  });
  expect(violationsOf(one)).toEqual([]);
  expect((one.rest?.after.deployments ?? 0) - one.before.deployments).toBe(1);
});

test.for(SEEDS)('what seed %i draws ends as it must', IN_TURN, async (seed) => {
  expect(violationsOf(await (played.get(seed) ?? Promise.reject(new Error(`${seed} was not played`))))).toEqual([]);
});

function violationsOf(one: Played): readonly string[] {
  return check(one).flatMap(({ found }) => found ?? []);
}
