import { versionOf } from '../outside.ts';
import type { Run } from '../run-schedule.ts';
import type { Act, ActKind, Fault, Schedule, Settings } from '../schedule.ts';

/** A plain blue/green service whose pushes go out by themselves. */
export const PLAIN: Schedule = {
  seed: 1,
  strategy: 'blue-green',
  wired: true,
  settings: {
    approvals: 0,
    minimumRequests: 0,
    notEnoughData: 'give-up',
    onTimeout: 'proceed',
    automatic: true,
    afterRollback: 'newer-goes',
    percent: 50,
    bake: 60,
    watch: 600,
    policy: 'semver',
    queue: 'newest-waits',
  },
  ecs: {},
  acts: [],
  faults: [],
};

/** An ordinary day, good or bad, and how it must end. */
export interface Scene {
  readonly schedule: Schedule;
  /** The verdicts of Belay's deployments, oldest first. */
  readonly ends: string;
  /** Seconds that each of them takes at most. */
  readonly within: number;
  /** The number of the version that has the traffic when all is over, where the verdicts do not say it. */
  readonly serves?: number;
  /** Each but the first begins in the moment in which the one before has ended. */
  readonly inTurn?: boolean;
}

type More = Partial<Omit<Schedule, 'settings' | 'acts' | 'faults'>> & {
  readonly settings?: Partial<Settings>;
} & Partial<Pick<Scene, 'within' | 'serves' | 'inTurn'>>;

/** Seconds that a deployment takes at most where nothing is waited for in vain. */
const SOON = 300;
/** The deadline for approvals, and a little. */
const APPROVAL = 3700;
/** Those of persons who are asked. */
const DAY = 90_000;
const LONG = 43_000;
/** The digest that a stranger deploys. */
const STRANGER = 52;
const BACK_AT_70: readonly Fault[] = [{ kind: 'alarm', at: 70, lasts: LONG }];
const ALARM_IN_WATCH: readonly Fault[] = [{ kind: 'alarm', at: 500, lasts: LONG }];
const APPROVED: More = { settings: { approvals: 1 }, serves: 1 };
const ALARM_BEFORE: readonly Fault[] = [{ kind: 'alarm', at: 5, lasts: 20 }];
const ROLLING: More = { strategy: 'rolling', wired: false };

const by = (who: string, does: ActKind, at: number, version?: number): Act => ({
  does,
  who,
  at,
  ...(version !== undefined && { version }),
});
const deploy = (at: number, version = 2): Act => by('ada', 'deploy', at, version);
const push = (at: number, version: number): Act => by('the registry', 'push', at, version);

function scene(ends: string, acts: readonly Act[], faults: readonly Fault[] = [], more: More = {}): Scene {
  const { settings, within = SOON, serves, inTurn = false, ...rest } = more;
  return {
    ends,
    within,
    ...(serves !== undefined && { serves }),
    inTurn,
    schedule: { ...PLAIN, ...rest, settings: { ...PLAIN.settings, ...settings }, acts, faults },
  };
}

/** A good day, and ordinary bad days with one thing each. */
export const SCENES: readonly Scene[] = [
  scene('SUCCEEDED', [deploy(10)]),
  scene('SUCCEEDED', [deploy(10)], [], ROLLING),
  scene('SUCCEEDED', [deploy(10)], [], { settings: { commandAt: 'before' } }),
  scene('SUCCEEDED', [deploy(10)], [], { settings: { commandAt: 'after' } }),
  scene('SUCCEEDED', [deploy(10)], [], { settings: { minimumRequests: 10 } }),
  // Approvals: one person counts once, nobody agrees with themselves, and who rejects ends it.
  scene('REFUSED', [deploy(10), by('ben', 'approve', 30), by('ben', 'approve', 60)], [], {
    settings: { approvals: 2 },
    within: APPROVAL,
  }),
  scene('SUCCEEDED', [deploy(10), by('ben', 'approve', 30), by('eve', 'approve', 60)], [], {
    settings: { approvals: 2 },
  }),
  scene('REFUSED', [deploy(10), by('ada', 'approve', 30)], [], { settings: { approvals: 1 }, within: APPROVAL }),
  scene('REFUSED', [deploy(10), by('ben', 'reject', 30), by('eve', 'approve', 60)], [], { settings: { approvals: 2 } }),
  scene('REFUSED', [deploy(10), by('ben', 'reject', 30)], [], { settings: { approvals: 1 } }),
  scene('REFUSED', [deploy(10), by('ben', 'approve', 900)], [{ kind: 'stranger', at: 30 }], {
    settings: { approvals: 1 },
    within: 1000,
  }),
  scene('REFUSED', [deploy(10), by('ben', 'approve', 60)], [{ kind: 'tag-moved', at: 30, version: 2 }], {
    settings: { approvals: 1, policy: 'manual' },
    within: APPROVAL,
  }),
  // Commands that fail.
  scene('ROLLED_BACK', [deploy(10)], [{ kind: 'command-fails', at: 1 }], { settings: { commandAt: 'before' } }),
  scene('ROLLED_BACK', [deploy(10)], [{ kind: 'command-fails', at: 1 }], { settings: { commandAt: 'after' } }),
  // Alarms: before, under way, where nobody hears them but who judges, and in the watch window.
  scene('REFUSED', [deploy(700)], [{ kind: 'alarm', at: 1, lasts: LONG }]),
  scene('ROLLED_BACK', [deploy(10)], [{ kind: 'alarm', at: 60, lasts: LONG }], { settings: { watch: 0 } }),
  scene('ROLLED_BACK', [deploy(10)], [{ kind: 'alarm', at: 25, lasts: LONG }]),
  scene('ROLLED_BACK', [deploy(10)], [{ kind: 'flapping', at: 60, lasts: 60 }]),
  scene('ROLLED_BACK', [deploy(10)], [{ kind: 'alarm', at: 60, lasts: LONG }], ROLLING),
  scene('SUCCEEDED SUCCEEDED', [deploy(10)], [{ kind: 'alarm', at: 500, lasts: LONG }]),
  scene('SUCCEEDED', [deploy(10)], [{ kind: 'alarm', at: 3000, lasts: LONG }]),
  scene('SUCCEEDED', [deploy(10), by('ada', 'continue', 1200)], [{ kind: 'alarm', at: 60, lasts: 600 }], {
    settings: { automatic: false },
    within: 1300,
  }),
  // A next one that waits for approval, or never gets it, is not what an alarm is about.
  scene(
    'SUCCEEDED REFUSED SUCCEEDED',
    [deploy(10), by('ben', 'approve', 30), deploy(300, 3)],
    ALARM_IN_WATCH,
    APPROVED,
  ),
  scene(
    'SUCCEEDED REFUSED SUCCEEDED',
    [deploy(10), by('ben', 'approve', 30), deploy(300, 3), by('eve', 'reject', 320)],
    ALARM_IN_WATCH,
    APPROVED,
  ),
  // Nothing to judge by.
  scene('ROLLED_BACK', [deploy(10)], [{ kind: 'no-data', at: 1, lasts: LONG }]),
  scene('ROLLED_BACK', [deploy(10)], [{ kind: 'no-requests', at: 1, lasts: LONG }], {
    settings: { minimumRequests: 10 },
  }),
  // Tasks that die or stay ill, and ECS that turns by itself.
  scene('ROLLED_BACK', [deploy(10)], [{ kind: 'crashing', at: 1, lasts: LONG, version: 2 }]),
  scene('ROLLED_BACK', [deploy(10)], [{ kind: 'crashing', at: 1, lasts: LONG, version: 2 }], ROLLING),
  scene('ROLLED_BACK', [deploy(10)], [{ kind: 'ecs-goes-back', at: 30 }]),
  scene('ROLLED_BACK', [deploy(10)], [{ kind: 'ecs-goes-back', at: 70 }]),
  scene('ROLLED_BACK', [deploy(10)], [{ kind: 'ecs-goes-back', at: 30 }], ROLLING),
  scene(
    'ROLLED_BACK',
    [deploy(10)],
    [
      { kind: 'rollback-fails', at: 1, lasts: LONG },
      { kind: 'alarm', at: 60, lasts: LONG },
    ],
  ),
  // Somebody deploys around Belay, or did before.
  scene('SUPERSEDED', [deploy(10)], [{ kind: 'stranger', at: 30 }], { serves: STRANGER }),
  scene('SUPERSEDED', [deploy(10)], [{ kind: 'stranger', at: 70 }], { serves: STRANGER }),
  scene('SUPERSEDED', [deploy(10)], [{ kind: 'stranger', at: 30 }], ROLLING),
  scene('SUPERSEDED', [deploy(10)], [...BACK_AT_70, { kind: 'stranger', at: 73 }], { serves: STRANGER }),
  scene('SUCCEEDED SUPERSEDED', [deploy(10), by('eve', 'roll-back', 2000)], [{ kind: 'stranger', at: 2005 }], {
    serves: STRANGER,
  }),
  scene('REFUSED', [deploy(10)], [{ kind: 'stranger', at: 5 }]),
  scene('REFUSED', [deploy(10)], [{ kind: 'image-gone', at: 1, version: 1 }]),
  // People: who cancels, pauses, goes back, locks.
  scene('CANCELLED', [deploy(10), by('eve', 'cancel', 20)]),
  scene('CANCELLED', [deploy(10), by('eve', 'cancel', 12)], [], { ecs: { deploymentArnLagSeconds: 30 } }),
  scene('ROLLED_BACK', [deploy(10), by('eve', 'cancel', 12)], [], {
    ...ROLLING,
    ecs: { deploymentArnLagSeconds: 30 },
    serves: 1,
  }),
  scene('CANCELLED', [deploy(10), by('eve', 'cancel', 60)], [], { settings: { approvals: 1 } }),
  scene('ROLLED_BACK', [deploy(10), by('eve', 'cancel', 70)]),
  scene('ROLLED_BACK', [deploy(10), by('eve', 'cancel', 30)], [], ROLLING),
  scene('SUCCEEDED', [deploy(10), by('eve', 'pause', 20), by('eve', 'resume', 600)], [], { within: 800 }),
  scene('SUCCEEDED', [deploy(10), by('eve', 'pause', 70), by('eve', 'resume', 600)], [], { within: 700 }),
  scene('SUCCEEDED SUCCEEDED', [deploy(10), by('eve', 'roll-back', 2000)]),
  scene('SUCCEEDED SUCCEEDED', [deploy(10), by('eve', 'roll-back', 2000), by('ben', 'cancel', 2010)]),
  scene('SUCCEEDED SUCCEEDED', [deploy(10), by('eve', 'roll-back', 2000)], [{ kind: 'alarm', at: 2010, lasts: 60 }]),
  scene('SUCCEEDED SUCCEEDED', [deploy(10), by('eve', 'roll-back', 2000)], [{ kind: 'alarm', at: 2010, lasts: 60 }], {
    settings: { automatic: false },
  }),
  scene('SUCCEEDED', [by('eve', 'lock', 10), deploy(400)]),
  // What was taken back stays away, and nothing goes down by the way.
  scene('ROLLED_BACK', [deploy(10), push(3000, 3)], [{ kind: 'alarm', at: 70, lasts: 60 }], {
    settings: { afterRollback: 'hold' },
  }),
  scene('ROLLED_BACK SUCCEEDED', [deploy(10), push(3000, 3)], [{ kind: 'alarm', at: 70, lasts: 60 }]),
  scene('ROLLED_BACK', [deploy(10), deploy(3000)], [{ kind: 'alarm', at: 70, lasts: 60 }]),
  scene('ROLLED_BACK', [push(10, 2), { ...push(3000, 2), as: 4 }], [{ kind: 'alarm', at: 70, lasts: 60 }]),
  scene('SUCCEEDED', [deploy(10, 3), deploy(3000, 2)]),
  scene('SUCCEEDED', [push(10, 3), push(3000, 2)]),
  scene('SUCCEEDED', [push(10, 2), { ...push(3000, 2), as: 4 }]),
  // One waits for another.
  scene('SUCCEEDED SUCCEEDED', [push(10, 2), push(15, 3)], [], { inTurn: true }),
  scene('SUCCEEDED SUCCEEDED', [push(10, 2), push(15, 4), push(20, 3)], [], { serves: 4 }),
  scene('ROLLED_BACK', [push(10, 2), push(15, 3)], [{ kind: 'alarm', at: 70, lasts: 60 }], {
    settings: { afterRollback: 'hold' },
  }),
  // A push that no event told of, and an execution that somebody stopped.
  scene('SUCCEEDED', [push(10, 2)], [{ kind: 'lost', event: 1 }]),
  scene('STUCK', [deploy(10)], [{ kind: 'abort', at: 70 }], { serves: 1 }),
  scene('STUCK', [deploy(10)], [{ kind: 'abort', at: 30 }], { ...ROLLING, serves: 1 }),
  scene(
    'STUCK',
    [deploy(10)],
    [
      { kind: 'abort', at: 70 },
      { kind: 'lost', event: 3 },
    ],
    { within: 10_000, serves: 1 },
  ),
  // Who goes on waiting when nobody tells them, or when nobody decides.
  scene('ROLLED_BACK', [deploy(10)], [{ kind: 'unhealthy', at: 1, lasts: LONG, version: 2 }], { within: 1000 }),
  scene(
    'ROLLED_BACK',
    [deploy(10)],
    [
      { kind: 'rollback-fails', at: 1, lasts: LONG },
      { kind: 'alarm', at: 60, lasts: LONG },
    ],
    { ecs: { failedEvent: 'absent' }, within: 2100 },
  ),
  scene(
    'ROLLED_BACK',
    [deploy(10)],
    [
      { kind: 'rollback-fails', at: 1, lasts: LONG },
      { kind: 'crashing', at: 1, lasts: LONG, version: 2 },
    ],
    { ...ROLLING, ecs: { failedEvent: 'absent' }, within: 1100 },
  ),
  scene(
    'STUCK',
    [deploy(10)],
    [
      { kind: 'rollback-fails', at: 1, lasts: LONG },
      { kind: 'alarm', at: 60, lasts: LONG },
      { kind: 'crashing', at: 1, lasts: LONG, version: 1 },
    ],
    ROLLING,
  ),
  scene(
    'STUCK',
    [deploy(10)],
    [
      { kind: 'rollback-fails', at: 1, lasts: LONG },
      { kind: 'alarm', at: 60, lasts: LONG },
      { kind: 'crashing', at: 1, lasts: LONG, version: 1 },
    ],
    { ...ROLLING, ecs: { failedEvent: 'absent' }, within: 6000 },
  ),
  scene('ROLLED_BACK', [deploy(10)], [{ kind: 'no-requests', at: 1, lasts: 500_000 }], {
    settings: { minimumRequests: 10, notEnoughData: 'ask' },
    within: DAY,
  }),
  scene('ROLLED_BACK', [deploy(10), by('eve', 'pause', 20)], [], { within: DAY }),
  // What comes late, twice, or at the end.
  scene(
    'ROLLED_BACK',
    [deploy(10)],
    [
      { kind: 'alarm', at: 25, lasts: LONG },
      { kind: 'late', event: 1, lasts: LONG },
    ],
    { ecs: { alarmPolling: 'missesAlarms' }, within: 60 },
  ),
  // Of an alarm that was over before: under way, and in the watch window.
  scene('SUCCEEDED', [deploy(80)], [...ALARM_BEFORE, { kind: 'late', event: 1, lasts: 90 }]),
  scene('SUCCEEDED', [deploy(80)], [...ALARM_BEFORE, { kind: 'late', event: 1, lasts: 500 }]),
  scene('SUCCEEDED', [deploy(10)], [{ kind: 'twice', event: 3, lasts: 40 }], { strategy: 'canary', within: 850 }),
  scene('ROLLED_BACK SUCCEEDED', [push(10, 2), push(15, 4), deploy(2000, 3)], [{ kind: 'alarm', at: 70, lasts: 60 }], {
    settings: { afterRollback: 'hold' },
  }),
];

/** What is not as it must be at the end of a scene. */
export function wrongWith({ ends, within, serves, inTurn }: Scene, { records, serving }: Run): string | undefined {
  const ours = records.filter(({ by }) => by !== 'outside Belay');
  const verdicts = ours.map(({ verdict }) => verdict ?? 'open').join(' ');
  if (verdicts !== ends) return `it ended ${verdicts}, not ${ends}`;
  const late = ours.find(
    ({ startedAt, endedAt = startedAt }) => Date.parse(endedAt) > Date.parse(startedAt) + within * 1000,
  );
  if (late !== undefined) return `${late.id} took until ${late.endedAt}`;
  const waited = ours.find(({ startedAt }, index) => index > 0 && startedAt !== ours[index - 1]?.endedAt);
  if (inTurn && waited !== undefined)
    return `${waited.id} began at ${waited.startedAt}, and not when its turn had come`;
  return serves === undefined || serving === versionOf(serves).digest ? undefined : `${serving} serves, not ${serves}`;
}
