import { isBeside, STRATEGIES } from '../../core/domain/service.ts';
import { FAULTS, type FaultKind } from './fault-kinds.ts';
import { type Random, randomOf } from './random.ts';
import type { Act, ActKind, Fault, Schedule, Settings } from './schedule.ts';

/** Calls that the deployments of a schedule make, mostly. */
const CALLS = 260;
const EVENTS = 12;
const INVOCATIONS = 30;
/** Seconds in which things happen. */
const WHILE = 1500;
const PEOPLE = ['ada', 'ben', 'eve'];
/** What people do to what is under way; the registry and who begins come first. */
const REACTIONS: readonly ActKind[] = [
  'cancel',
  'cancel',
  'pause',
  'resume',
  'continue',
  'roll-back',
  'roll-back',
  'emergency',
  'lift',
  'lock',
  'push',
  'deploy',
];
const KINDS = Object.keys(FAULTS) as FaultKind[];
/** Seconds that a fault lasts, or by which something is late: mostly little, now and then half a day, which is mostly idle time. */
const LASTING = [1, 5, 20, 90, 400, 1800, 6000];
const HALF_A_DAY = { chance: 0.04, seconds: 43_000 };

/** The schedule of a seed. It has a push or a request, and something that goes wrong or two who are at it at once. */
export function drawSchedule(seed: number): Schedule {
  const random = randomOf(seed);
  const strategy = random.pick(STRATEGIES);
  const settings = drawSettings(random);
  const acts = drawActs(random, settings);
  return {
    seed,
    strategy,
    wired: isBeside(strategy) || random.chance(0.5),
    settings,
    ecs: drawVariants(random),
    acts,
    faults: drawFaults(random, acts.length > 1 ? 0 : 1),
  };
}

function drawSettings(random: Random): Settings {
  return {
    approvals: random.chance(0.2) ? 1 + random.below(2) : 0,
    ...(random.chance(0.2) && { commandAt: random.pick(['before', 'gate', 'after'] as const) }),
    minimumRequests: random.chance(0.25) ? 10 : 0,
    notEnoughData: random.pick(['give-up', 'ask']),
    onTimeout: random.pick(['proceed', 'ask', 'give-up']),
    automatic: !random.chance(0.12),
    afterRollback: random.chance(0.7) ? 'hold' : 'newer-goes',
    percent: random.pick([34, 50]),
    bake: random.pick([60, 300]),
    watch: random.pick([0, 600]),
    policy: random.chance(0.8) ? 'semver' : 'manual',
    queue: random.chance(0.85) ? 'newest-waits' : 'refuse',
  };
}

function drawActs(random: Random, { approvals }: Settings): readonly Act[] {
  const first: Act = random.chance(0.5)
    ? { does: 'push', who: 'the registry', at: 10, version: random.pick([2, 2, 3]) }
    : { does: 'deploy', who: 'ada', at: 10, version: 2, again: random.chance(0.7) };
  const words = Array.from({ length: approvals }, (_, index): Act => {
    const does = random.chance(0.85) ? 'approve' : 'reject';
    return {
      does,
      who: random.chance(0.9) ? (PEOPLE[index + 1] ?? 'ben') : 'ada',
      at: 20 + random.below(200),
      again: random.chance(0.8),
    };
  });
  const more = Array.from({ length: random.below(4) }, (): Act => {
    const version = random.pick([1, 2, 3, 3, 4]);
    const when = random.chance(0.4) ? { call: 1 + random.below(CALLS) } : { at: 11 + random.below(WHILE) };
    return { does: random.pick(REACTIONS), who: random.pick(PEOPLE), version, again: random.chance(0.5), ...when };
  });
  return [first, ...words, ...more];
}

function drawFaults(random: Random, least: number): readonly Fault[] {
  const count = Math.max(least, random.below(7));
  return Array.from({ length: count }, () => drawFault(random));
}

function drawFault(random: Random): Fault {
  const kind = random.pick(KINDS);
  const { place } = FAULTS[kind];
  const lasts = random.chance(HALF_A_DAY.chance) ? HALF_A_DAY.seconds : random.pick(LASTING);
  if (place === 'call') return { kind, call: 1 + random.below(CALLS), lasts: Math.min(lasts, 25) };
  if (place === 'event') return { kind, event: 1 + random.below(EVENTS), lasts };
  if (place === 'invocation') return { kind, invocation: 1 + random.below(INVOCATIONS) };
  const version = random.pick([1, 2, 2, 2, 3]);
  const when = random.chance(0.4) ? { call: 1 + random.below(CALLS) } : { at: random.below(WHILE) };
  return { kind, ...when, lasts, version };
}

function drawVariants(random: Random): Schedule['ecs'] {
  const maybe = <Name extends string, Value>(name: Name, value: Value) =>
    random.chance(0.12) ? ({ [name]: value } as Record<Name, Value>) : {};
  return {
    ...maybe('deploymentArnLagSeconds', random.pick([1, 5, 20, 30])),
    ...maybe('hookEvents', 'lost' as const),
    ...maybe('failedEvent', 'absent' as const),
    ...maybe('alarmAlreadyFiring', 'failsDeployment' as const),
    ...maybe('alarmPolling', 'missesAlarms' as const),
    ...maybe('stopDuringCleanUp', 'endsSuccessful' as const),
    ...maybe('rollbackWithoutTarget', 'stalls' as const),
    ...maybe('updateWithoutChange', 'startsDeployment' as const),
  };
}
