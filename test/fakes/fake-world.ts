import type { Digest, ServiceKey } from '../../core/domain/names.ts';
import type { ServiceSettings } from '../../core/domain/service.ts';
import type { Due } from '../../core/operations/end-bake.ts';
import type { Late } from '../../core/operations/tell-late.ts';
import type { Machines, Ports } from '../../core/ports.ts';
import { VirtualClock } from '../../local/kernel/virtual-clock.ts';
import { aDigest, aService } from '../builders.ts';
import { CallBook } from './call-book.ts';
import { EcsService } from './ecs-service.ts';
import { FakeAlarms } from './fake-alarms.ts';
import { fakeEcs } from './fake-ecs.ts';
import { FakeLogs } from './fake-logs.ts';
import { FakeMachines } from './fake-machines.ts';
import { FakeProbe } from './fake-probe.ts';
import { FakeRegistry } from './fake-registry.ts';
import { FakeRehearsals } from './fake-rehearsals.ts';
import { fakeSchedules } from './fake-schedules.ts';
import { FakeSurroundings } from './fake-surroundings.ts';
import { FakeTasks } from './fake-tasks.ts';
import { fakeTraffic } from './fake-traffic.ts';
import { memoryCheckRuns } from './memory-check-runs.ts';
import { memoryDeployments } from './memory-deployments.ts';
import { memoryNotices } from './memory-notices.ts';
import { memoryRollbackPoints } from './memory-rollback-points.ts';
import { memoryServices } from './memory-services.ts';
import { memoryAnswers, memoryPlans, memoryRules, memoryVersions, memoryWaits } from './memory-stores.ts';
import { countingDice, virtualTime } from './virtual-time.ts';

/** Version 1.0.0 runs; 1.1.0 and 1.2.0 lie in the registry. */
export const OLD = { version: '1.0.0', digest: aDigest(1) };
export const NEW = { version: '1.1.0', digest: aDigest(2) };
export const NEWER = { version: '1.2.0', digest: aDigest(3) };

/** What the owner of the service configured before Belay came. */
export const FOUND = JSON.stringify({ strategy: 'BLUE_GREEN', bakeTimeInMinutes: 7, maximumPercent: 150 });

export interface WorldOptions {
  readonly settings?: Partial<ServiceSettings>;
  /** `false`: no second target group, so that only a rolling deployment is possible. */
  readonly wired?: boolean;
  /** `false`: no deployment of the service has succeeded yet. */
  readonly ranBefore?: boolean;
  readonly found?: string;
  /** Step Functions; one that only remembers where it is left out. */
  readonly machines?: Machines;
}

export type World = Awaited<ReturnType<typeof fakeWorld>>;

/** Everything outside Belay in one small model, on virtual time: a service `staging/web` that Belay was told about, and its registry. */
export async function fakeWorld(options: WorldOptions = {}) {
  const clock = new VirtualClock();
  const now = () => clock.now();
  const settings = aService(options.settings);
  const book = new CallBook();
  const alarms = new FakeAlarms(now, settings.alarms);
  const registry = new FakeRegistry(now);
  const probe = new FakeProbe();
  const machines = new FakeMachines();
  const surroundings = new FakeSurroundings();
  const rehearsals = new FakeRehearsals(now);
  const notices = memoryNotices();
  const logs = new FakeLogs(now);
  const wired = options.wired ?? true;
  const service = new EcsService(clock, alarms, { wired, configuration: options.found ?? FOUND });
  const tasks = new FakeTasks();
  const listeners: ((due: Due) => void)[] = [];
  const overdue: ((point: string) => void)[] = [];
  const lates: ((late: Late) => void)[] = [];
  const soons: ((soon: Late) => void)[] = [];
  /** Schedules that fired, for tests without doors. */
  const fired: Due[] = [];
  const starts: ((what: { service: ServiceKey } | { environment: string }) => void)[] = [];
  const schedules = fakeSchedules(clock, {
    fire(due) {
      fired.push(due);
      for (const listener of listeners) listener(due);
    },
    start(what) {
      for (const listener of starts) listener(what);
    },
    soon(soon) {
      for (const listener of soons) listener(soon);
    },
    late(late) {
      for (const listener of lates) listener(late);
    },
    endRehearsal(point) {
      for (const listener of overdue) listener(point);
    },
  });
  const kept: Ports = {
    versions: memoryVersions(),
    services: memoryServices(),
    rules: memoryRules(),
    deployments: memoryDeployments(),
    waits: memoryWaits(),
    checkRuns: memoryCheckRuns(),
    rollbackPoints: memoryRollbackPoints(),
    plans: memoryPlans(),
    notices,
    rehearsals,
    answers: memoryAnswers(),
    registry,
    ecs: fakeEcs(service, tasks, surroundings),
    traffic: fakeTraffic(service, surroundings),
    alarms,
    secrets: surroundings,
    parameters: surroundings,
    roles: surroundings,
    room: surroundings,
    stack: surroundings,
    logs,
    reach: { clusters: ['example'], taskRoles: ['arn:aws:iam::000000000000:role/example/*'], logGroups: ['/ecs/*'] },
    machines: options.machines ?? machines,
    schedules,
    probe,
    clock: virtualTime(clock),
    dice: countingDice(),
  };
  for (const { version, digest } of [OLD, NEW, NEWER]) registry.push('web', digest, version);
  await kept.services.put(settings);
  const old = { web: `registry/web@${OLD.digest}` };
  if (options.ranBefore ?? true) service.ranBefore(old);
  // No service is without a task definition, even where it never ran.
  else service.taskDefinition = service.register(old);
  // Whatever ran before, ran before.
  await clock.advance(60_000);

  return {
    /** What the core is given: every call goes into `book`. */
    ports: bookOf(book, kept),
    /** The same without the book, for a test to look. */
    kept,
    book,
    clock,
    service,
    tasks,
    surroundings,
    alarms,
    logs,
    registry,
    probe,
    machines,
    rehearsals,
    notices,
    settings,
    due: fired,
    /** What a schedule of `announceAt` does when its time comes. */
    onSoon: (listener: (soon: Late) => void) => void soons.push(listener),
    onLate: (listener: (late: Late) => void) => void lates.push(listener),
    onDue: (listener: (due: Due) => void) => void listeners.push(listener),
    onOverdueRehearsal: (listener: (point: string) => void) => void overdue.push(listener),
    /** What a schedule of `startAt` does when its time comes. */
    onStart: (listener: (what: { service: ServiceKey } | { environment: string }) => void) =>
      void starts.push(listener),
    /** The digest that has the production traffic. */
    serving: (): Digest | undefined => service.inCharge?.digests.web,
    alarmAfter: (milliseconds: number, name = 'web-5xx') => clock.after(milliseconds, () => alarms.set(name, 'ALARM')),
  };
}

function bookOf(book: CallBook, { reach, ...ports }: Ports): Ports {
  const kept = Object.entries(ports).map(([name, port]) => [name, book.keep(name, port)]);
  return { ...Object.fromEntries(kept), reach };
}
