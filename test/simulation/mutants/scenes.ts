import type { Act, Fault, Schedule, Settings } from '../schedule.ts';

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

const scene = (acts: readonly Act[], faults: readonly Fault[], settings: Partial<Settings> = {}): Schedule => ({
  ...PLAIN,
  settings: { ...PLAIN.settings, ...settings },
  acts,
  faults,
});
const DEPLOY: Act = { does: 'deploy', who: 'ada', at: 10, version: 2 };
const LONG = 43_000;

/** A good day, and ordinary bad days with one thing each. */
export const SCENES: readonly Schedule[] = [
  scene([DEPLOY], []),
  scene([DEPLOY], [], { commandAt: 'before' }),
  scene([DEPLOY], [], { commandAt: 'after' }),
  scene([DEPLOY], [], { minimumRequests: 10 }),
  scene([DEPLOY, ...[30, 60].map((at): Act => ({ does: 'approve', who: 'ben', at }))], [], { approvals: 2 }),
  scene([DEPLOY, { does: 'approve', who: 'ada', at: 30 }], [], { approvals: 1 }),
  scene([DEPLOY, { does: 'reject', who: 'ben', at: 30 }, { does: 'approve', who: 'eve', at: 60 }], [], {
    approvals: 2,
  }),
  scene([DEPLOY], [{ kind: 'command-fails', at: 1 }], { commandAt: 'before' }),
  scene([DEPLOY], [{ kind: 'command-fails', at: 1 }], { commandAt: 'after' }),
  scene([{ ...DEPLOY, at: 700 }], [{ kind: 'alarm', at: 1, lasts: LONG }]),
  scene([DEPLOY], [{ kind: 'alarm', at: 60, lasts: LONG }], { watch: 0 }),
  scene([DEPLOY, { does: 'push', who: 'the registry', at: 3000, version: 3 }], [{ kind: 'alarm', at: 70, lasts: 60 }], {
    afterRollback: 'hold',
  }),
  scene([DEPLOY, { ...DEPLOY, at: 3000 }], [{ kind: 'alarm', at: 70, lasts: 60 }]),
  scene(
    [
      { does: 'lock', who: 'eve', at: 10 },
      { ...DEPLOY, at: 400 },
    ],
    [],
  ),
  scene(
    [
      { ...DEPLOY, version: 3 },
      { ...DEPLOY, at: 3000 },
    ],
    [],
  ),
  scene(
    [
      { does: 'push', who: 'the registry', at: 10, version: 3 },
      { does: 'push', who: 'the registry', at: 3000, version: 2 },
    ],
    [],
  ),
];
