import type { Deployment, Head, Wait } from '../../core/domain/deployment.ts';
import { partsOf } from '../../core/domain/names.ts';
import { noteCheckTask } from '../../core/operations/note-check-task.ts';
import { reconcile } from '../../core/operations/reconcile.ts';
import { registerVersion } from '../../core/operations/register-version.ts';
import { stopOnAlarm } from '../../core/operations/stop-on-alarm.ts';
import type { Ports } from '../../core/ports.ts';
import { QUEUED } from '../../functions/aws/deployment-transactions.ts';
import { dynamoServices } from '../../functions/aws/dynamo-services.ts';
import { asWait } from '../../functions/aws/dynamo-waits.ts';
import { AwsError } from '../../local/kernel/aws-error.ts';
import { VirtualClock } from '../../local/kernel/virtual-clock.ts';
import { SERVICE } from '../builders.ts';
import { befallWorld } from './befall-world.ts';
import { beginAct } from './begin-act.ts';
import { type DueInput, onDue, onEcsEvent, onExecutionEnded } from './belays-functions.ts';
import { Deliveries } from './deliveries.ts';
import { Facts } from './facts.ts';
import { type Call, FaultBook } from './fault-book.ts';
import { type Happening, meaningOf } from './happening.ts';
import { Invocation } from './invocation.ts';
import { machinesOf, type SimulatedMachines } from './machines-of.ts';
import { type Outside, outsideOf } from './outside.ts';
import { portsOf } from './ports-of-invocation.ts';
import { type Random, randomOf } from './random.ts';
import type { Point } from './run-schedule.ts';
import type { Act, Fault, Schedule } from './schedule.ts';
import { documentsIn } from './table/documents-over.ts';
import { TablesInMemory } from './table/tables-in-memory.ts';
import { Trace } from './trace.ts';
import { turn } from './turn.ts';

const RECONCILES_EVERY = 5 * 60_000;

/** All of Belay but its envelopes, in a world that obeys a schedule. */
export class SimulatedWorld {
  readonly schedule: Schedule;
  readonly clock = new VirtualClock(undefined, turn);
  readonly random: Random;
  readonly trace: Trace;
  readonly faults: FaultBook;
  readonly tables: TablesInMemory;
  readonly outside: Outside;
  readonly machines: SimulatedMachines;
  readonly deliveries: Deliveries;
  readonly facts: Facts;
  /** Acts and faults of the schedule that are yet to come. */
  toCome = 0;
  /** Names of one-time schedules that are yet to fire. */
  readonly #names = new Set<string>();
  /** Calls, in their order; only of a run that is traced. */
  readonly points: Point[] = [];
  readonly #traced: boolean;
  readonly #layThere: ReadonlySet<string>;
  readonly #watchers = new Map<Happening['kind'], ((happening: Happening) => void)[]>();

  constructor(schedule: Schedule, traced: boolean) {
    const now = () => this.clock.now();
    this.schedule = schedule;
    this.#traced = traced;
    this.random = randomOf(schedule.seed);
    this.trace = new Trace(now, traced);
    this.faults = new FaultBook(schedule.faults, schedule.acts);
    this.tables = new TablesInMemory(
      now,
      schedule.faults.some(({ kind }) => kind === 'stale'),
    );
    this.outside = outsideOf(schedule, this.clock);
    this.#layThere = this.outside.registry.digests();
    this.deliveries = new Deliveries(this);
    this.facts = new Facts(this);
    this.machines = machinesOf(this);
  }

  /** Belay is told of the service, the doors open, and the schedule begins. */
  async begin(): Promise<void> {
    const { clock, outside, tables, schedule } = this;
    await dynamoServices(documentsIn(tables), 'Fleet').put(outside.settings);
    // Whatever ran before, ran before.
    await clock.advance(60_000);
    tables.watch((change) => this.happened({ kind: 'change', ...change }));
    outside.service.onEvent((event) =>
      this.deliveries.deliver(`on-ecs-event ${event.kind}`, event.kind !== 'deployment', (ports) =>
        onEcsEvent(ports, event),
      ),
    );
    outside.tasks.onEnd((ended) =>
      this.deliveries.deliver('on-ecs-event check', false, (ports) => noteCheckTask(ports, ended)),
    );
    outside.alarms.onAlarm((alarm) =>
      this.deliveries.deliver('on-alarm', false, async (ports) => {
        const outcomes = await stopOnAlarm(ports, alarm);
        this.happened({ kind: 'alarm-answered', alarm, outcomes });
      }),
    );
    this.#watchEcs();
    for (const act of schedule.acts) if (act.at !== undefined) this.#at(act.at, () => this.act(act));
    for (const fault of schedule.faults)
      if (fault.at !== undefined)
        this.#at(fault.at, () => {
          this.faults.strike(fault.kind);
          this.befall(fault);
        });
    this.#reconcileLater();
  }

  head(): Head {
    const item = this.tables.item('Deployments', SERVICE, 'head');
    return { service: SERVICE, ...(item as Partial<Head> | undefined) };
  }

  /** RFC 3339: when the reconciler looks after what is under way. */
  dueAt(): string | undefined {
    const dueAt = this.tables.item('Deployments', SERVICE, 'head')?.dueAt;
    return typeof dueAt === 'string' ? dueAt : undefined;
  }

  wait(id: string): Wait | undefined {
    const item = this.tables.item('Deployments', `deployment#${id}`, 'wait');
    return item && asWait(item);
  }

  record(id: string): Deployment | undefined {
    return this.tables.item('Deployments', `deployment#${id}`, 'record')?.deployment as Deployment | undefined;
  }

  /** Every deployment that was ever written down, oldest first. */
  records(): readonly Deployment[] {
    const ids = [...this.tables.partitions('Deployments')].filter((pk) => pk.startsWith('deployment#'));
    return ids.flatMap((pk) => this.record(pk.slice('deployment#'.length)) ?? []);
  }

  act(act: Act): void {
    beginAct(this, act);
  }

  befall(fault: Fault): void {
    this.trace.note('the world', fault.kind, fault.version === undefined ? '' : `version ${fault.version}`);
    befallWorld(this, fault);
  }

  happened(happening: Happening): void {
    this.facts.note(happening);
    for (const watcher of this.#watchers.get(happening.kind) ?? []) watcher(happening);
    const meaning = happening.kind === 'change' ? meaningOf(happening) : undefined;
    if (meaning !== undefined) this.happened(meaning);
  }

  watch(kinds: readonly Happening['kind'][], watcher: (happening: Happening) => void): void {
    for (const kind of kinds) this.#watchers.set(kind, [...(this.#watchers.get(kind) ?? []), watcher]);
  }

  looked(who: string, call: Call): void {
    const { writes, mayBeStale } = call;
    if (this.#traced && who !== 'reconcile')
      this.points.push({ name: call.name, writes, mayBeStale, number: this.faults.calls });
    if (writes && this.#watchers.has('call')) this.happened({ kind: 'call', who, call });
  }

  /** Runs a function of Belay once, and says how it ended. */
  invoke<Answer>(who: string, work: (ports: Ports) => Promise<Answer>) {
    const invocation = new Invocation(this, who);
    return invocation.run(() => work(portsOf(this, invocation)));
  }

  imagePushed(tag: string, digest: Parameters<typeof registerVersion>[1]['digest']): void {
    const { registry } = this.outside;
    // An image that lay there for days is no news, and nobody looks for it, whatever tag it is given: its event is all that tells.
    if (!this.#layThere.has(digest)) this.facts.pushed.push({ digest, tag });
    registry.push('web', digest, tag);
    this.deliveries.deliver('on-image-pushed', true, (ports) =>
      registerVersion(ports, { repository: 'web', digest, tag }),
    );
  }

  executionEnded(name: string, status: string): void {
    this.deliveries.deliver('on-execution-ended', true, (ports) => onExecutionEnded(ports, name, status));
  }

  /** Step Functions, as its client is answered. */
  states = (name: string, input: object): Promise<unknown> => this.machines.call(name, input);

  /** EventBridge Scheduler: a schedule goes when it has fired, and its name is free again. */
  scheduler = async (_name: string, input: object): Promise<object> => {
    const { Name, ScheduleExpression, Target } = input as {
      Name: string;
      ScheduleExpression: string;
      Target: { Input: string };
    };
    if (this.#names.has(Name)) throw new AwsError('ConflictException', 'Schedule already exists.');
    const at = Date.parse(`${ScheduleExpression.slice(3, -1)}Z`);
    this.#names.add(Name);
    const due = JSON.parse(Target.Input) as DueInput;
    this.clock.after(at - this.clock.now(), () => {
      this.#names.delete(Name);
      this.deliveries.deliver('on-due', true, (ports) => onDue(ports, due));
    });
    return {};
  };

  /** Will anything happen by itself: a one-time schedule that is yet to fire, or a stranger who is looked after? */
  waits(): boolean {
    const { waiting, dueAt } = this.tables.item('Deployments', SERVICE, 'head') ?? {};
    const queued = waiting === QUEUED ? 1 : 0;
    // What is queued stays where it is blocked: only until the reconciler has looked is it something to wait for.
    if (queued > 0 && this.clock.now() < Date.parse(String(dueAt)) + RECONCILES_EVERY) return true;
    return this.#names.size > 0 || this.tables.indexed('Deployments', 'waiting') > queued;
  }

  #at(seconds: number, run: () => void): void {
    this.toCome++;
    this.clock.after(seconds * 1000, () => {
      this.toCome--;
      run();
    });
  }

  #reconcileLater(): void {
    this.clock.after(RECONCILES_EVERY, () => {
      this.deliveries.regularly('reconcile', (ports) => reconcile(ports));
      this.#reconcileLater();
    });
  }

  /**
   * What is told is told first, or with the answer. No function is written right behind an assignment to a property, here and wherever a
   * world is made: V8 takes such ones for long-lived, and each would keep its world until the next full collection.
   */
  #watchEcs(): void {
    const { ecs } = this.outside;
    const { registerTaskDefinition, update, stop } = ecs;
    const continues = ecs.continue;
    const watched: Pick<typeof ecs, 'registerTaskDefinition' | 'update' | 'continue' | 'stop'> = {
      registerTaskDefinition: async (from, must, images, tags, judge) => {
        const taskDefinition = await registerTaskDefinition(from, must, images, tags, judge);
        this.happened({ kind: 'registered', taskDefinition, deployment: tags['belay:deployment'] });
        return taskDefinition;
      },
      update: (cluster, name, change) => {
        this.happened({ kind: 'update', ...change });
        return update(cluster, name, change);
      },
      continue: async (deployment, hookId) => {
        const answer = await continues(deployment, hookId);
        this.happened({ kind: 'continue', deployment, hookId, answer });
        return answer;
      },
      stop: (deployment) => {
        this.happened({ kind: 'stop', deployment });
        return stop(deployment);
      },
    };
    Object.assign(ecs, watched);
  }
}

/** The environment of the service of every run. */
export const ENVIRONMENT = partsOf(SERVICE).environment;
