import type { Ports } from '../../core/ports.ts';
import type { VirtualClock } from '../../local/kernel/virtual-clock.ts';
import { aCommand, aDigest, aService } from '../builders.ts';
import { EcsService } from '../fakes/ecs-service.ts';
import { FakeAlarms } from '../fakes/fake-alarms.ts';
import { fakeEcs } from '../fakes/fake-ecs.ts';
import { FakeLogs } from '../fakes/fake-logs.ts';
import { FakeProbe } from '../fakes/fake-probe.ts';
import { FakeRegistry } from '../fakes/fake-registry.ts';
import { FakeRehearsals } from '../fakes/fake-rehearsals.ts';
import { FakeSurroundings } from '../fakes/fake-surroundings.ts';
import { FakeTasks } from '../fakes/fake-tasks.ts';
import { fakeTraffic } from '../fakes/fake-traffic.ts';
import { countingDice, virtualTime } from '../fakes/virtual-time.ts';
import type { Schedule } from './schedule.ts';

export const ALARM = 'web-5xx';
/** Images that were pushed so long ago that nobody looks for them any more. */
const LONG_AGO = 72 * 60 * 60_000;
const KNOWN = 3;
const COMMAND_TAKES = 20_000;

/** The service of a run, what its owner configured, and all around it. */
export type Outside = ReturnType<typeof outsideOf>;

/** A version by its number: 1 runs when a schedule begins. */
export const versionOf = (number: number) => ({ version: `1.${number - 1}.0`, digest: aDigest(number) });

/** Version 1 runs, 2 and 3 lie in the registry unless somebody is going to push them, and others are yet to be pushed. */
export function outsideOf(schedule: Schedule, clock: VirtualClock) {
  const settings = settingsOf(schedule);
  const found = schedule.wired
    ? JSON.stringify({ strategy: 'BLUE_GREEN', bakeTimeInMinutes: 7, maximumPercent: 150 })
    : '{}';
  let pushedBefore = LONG_AGO;
  const alarms = new FakeAlarms(() => clock.now(), settings.alarms);
  const registry = new FakeRegistry(() => clock.now() - pushedBefore);
  const service = new EcsService(clock, alarms, {
    wired: schedule.wired,
    configuration: found,
    variants: schedule.ecs,
  });
  const yetToCome = schedule.acts.filter(({ does }) => does === 'push').map(({ version }) => version);
  for (let number = 1; number <= KNOWN; number++)
    if (number === 1 || !yetToCome.includes(number))
      registry.push('web', versionOf(number).digest, versionOf(number).version);
  pushedBefore = 0;
  service.ranBefore({ web: `registry/web@${versionOf(1).digest}` });
  const tasks = new FakeTasks();
  /** The exit code of the command that checks a version; `undefined`: it does not end. */
  const command: { code: number | undefined } = { code: 0 };
  const surroundings = new FakeSurroundings();
  // Requests are asked for only where something counts them.
  if (!schedule.wired && schedule.settings.minimumRequests > 0)
    surroundings.service = { loadBalancers: [{ targetGroup: 'targetgroup/blue', container: 'web' }] };
  const ecs = fakeEcs(service, tasks, surroundings);
  return {
    settings,
    found,
    alarms,
    registry,
    service,
    tasks,
    command,
    ecs: { ...ecs, runTasks: runAndEnd(ecs, tasks, command, clock) },
    traffic: fakeTraffic(service, surroundings),
    secrets: surroundings,
    parameters: surroundings,
    roles: surroundings,
    room: surroundings,
    stack: surroundings,
    logs: new FakeLogs(() => clock.now()),
    probe: new FakeProbe(),
    rehearsals: new FakeRehearsals(() => clock.now()),
    clock: virtualTime(clock),
    dice: countingDice(),
    reach: {
      clusters: ['example'],
      taskRoles: ['arn:aws:iam::000000000000:role/example/*'],
      logGroups: ['/ecs/*'],
    } satisfies Ports['reach'],
  };
}

/** Commands end by themselves after a while. */
function runAndEnd(
  ecs: Ports['ecs'],
  tasks: FakeTasks,
  command: { readonly code: number | undefined },
  clock: VirtualClock,
): Ports['ecs']['runTasks'] {
  return async (...request) => {
    const started = await ecs.runTasks(...request);
    for (const one of started)
      if ('task' in one)
        clock.after(COMMAND_TAKES, () => {
          const { code } = command;
          if (code !== undefined) tasks.end(one.task, code);
        });
    return started;
  };
}

function settingsOf({ settings, strategy }: Schedule) {
  const { approvals, commandAt, notEnoughData, onTimeout, automatic, afterRollback, policy, queue, percent, ...same } =
    settings;
  return aService({
    ...same,
    strategy,
    notEnoughData,
    afterRollback,
    alarms: [ALARM],
    checks: commandAt === undefined ? [] : [aCommand({ when: commandAt })],
    strategies: { graceful: { wait: 600, onTimeout }, linear: { percent } },
    rollback: { automatic, threshold: 5, minimumRequests: 10 },
    queue: { policy: queue, timeout: 1800 },
    policy: policy === 'manual' ? { kind: 'manual' } : { kind: 'semver', range: '>=1.0.0', prereleases: false },
    ...(approvals > 0 && { approval: { count: approvals, approvers: [], deadline: 3600 } }),
  });
}
