import { type Digest, parseDigest } from '../../core/domain/names.ts';
import { Refused } from '../../core/domain/refused.ts';
import type { ContainerTruth, TaskDefinitionTruth } from '../../core/domain/task-definition.ts';
import type { FoundService } from '../../core/domain/truth.ts';
import type { VirtualClock } from '../../local/kernel/virtual-clock.ts';
import { courseOf, type Fleet } from './ecs-courses.ts';
import { EcsDeployment, type Surroundings } from './ecs-deployment.ts';
import { type EcsEvent, type Revision, readConfiguration, type TaskDefinition } from './ecs-records.ts';
import { USUAL, type Variants } from './ecs-variants.ts';
import type { FakeAlarms } from './fake-alarms.ts';

const FAMILY = 'arn:aws:ecs:us-east-1:000000000000:task-definition/web';
const SERVICE_PATH = 'example/web';
const GROUPS = ['targetgroup/blue', 'targetgroup/green'];
const TASKS = 2;
/** How long ECS takes to see an alarm. */
const POLL_MS = 15_000;

/** One ECS service on virtual time: its task definitions, revisions and deployments, and the traffic. */
export class EcsService implements Fleet, Surroundings {
  readonly clock: VirtualClock;
  readonly taskDefinitions: TaskDefinition[] = [];
  readonly revisions: Revision[] = [];
  readonly deployments: EcsDeployment[] = [];
  /** Newest first. */
  readonly stopped: {
    readonly id: string;
    readonly taskDefinition: string;
    readonly why: string;
    readonly at: number;
  }[] = [];
  /** What ECS shows of the service beside that. */
  shape: Partial<FoundService> = {};
  /** What ECS shows of every task definition beside its images. */
  definitions: Partial<Omit<TaskDefinitionTruth, 'containers'>> & {
    readonly containers?: readonly Partial<ContainerTruth>[];
  } = {};
  /** Digests whose tasks die on start. */
  readonly crashing = new Set<Digest>();
  /** Digests whose tasks start, and fail their health checks. */
  readonly ill = new Set<Digest>();
  /** Digests that are gone from the registry: what does not run cannot be started. */
  readonly gone = new Set<Digest>();
  /** Ways back end ROLLBACK_FAILED. */
  waysBackBroken = false;
  /** The service was deleted. */
  deleted = false;
  readonly variants: Variants;
  /** Is there a second target group and a production rule? */
  readonly wired: boolean;
  /** Milliseconds until a new deployment shows in ECS's answers. */
  arnLag = 0;
  /** Stops are accepted and come too late: the deployment ends SUCCESSFUL. */
  tooLate = false;
  alsoActive: readonly Revision[] = [];
  /** Percent of the production traffic by target group. */
  #weights: Readonly<Record<string, number>> = { 'targetgroup/blue': 100, 'targetgroup/green': 0 };
  configuration: string;
  taskDefinition = '';
  inCharge: Revision | undefined;
  /** Every digest that was ever given the production traffic, in order. */
  readonly trafficWentTo: Digest[] = [];
  /** The percent of the traffic that was given each time. */
  readonly shares: number[] = [];
  /** Availability zone rebalancing is on. */
  rebalances = false;
  /** Old tasks that have work in hand, and so protect themselves. */
  protectedTasks = 0;
  #whenDone: (() => void)[] = [];
  readonly #listeners: ((event: EcsEvent) => void)[] = [];
  readonly #alarms: FakeAlarms;
  #watched: EcsDeployment | undefined;

  constructor(
    clock: VirtualClock,
    alarms: FakeAlarms,
    options: { wired: boolean; configuration: string; variants?: Partial<Variants> | undefined },
  ) {
    this.clock = clock;
    this.#alarms = alarms;
    this.wired = options.wired;
    this.configuration = options.configuration;
    this.variants = { ...USUAL, ...options.variants };
    this.arnLag = this.variants.deploymentArnLagSeconds * 1000;
    alarms.onAlarm(({ name }) => clock.after(POLL_MS, () => this.#notice(name)));
  }

  onEvent(listener: (event: EcsEvent) => void): void {
    this.#listeners.push(listener);
  }

  register(images: Readonly<Record<string, string>>): string {
    const arn = `${FAMILY}:${this.taskDefinitions.length + 1}`;
    this.taskDefinitions.push({ arn, images, active: true });
    return arn;
  }

  /** UpdateService: a task definition starts a deployment, and supersedes the one that is under way. */
  update(change: {
    readonly taskDefinition?: string;
    readonly deploymentConfiguration: string;
    readonly anew?: true;
  }): void {
    if (this.deleted) throw new Refused('NotRunning', 'ECS has no active service example/web any more.');
    this.configuration = change.deploymentConfiguration;
    const definition = this.taskDefinitions.find(({ arn }) => arn === change.taskDefinition);
    if (definition === undefined) return;
    const same = definition.arn === this.taskDefinition && change.anew === undefined;
    if (same && this.variants.updateWithoutChange === 'startsNothing') return;
    this.taskDefinition = definition.arn;
    for (const other of this.deployments) other.supersede();
    const deployment = this.#begin(definition);
    const watched = deployment.configuration.alarms;
    // What fires already is not watched at all, and nor are the others.
    const firing = watched?.enable === true ? this.#alarms.firing(watched.alarmNames) : [];
    if (watched?.enable && firing.length === 0) this.#watched = deployment;
    if (firing.length > 0 && this.variants.alarmAlreadyFiring === 'failsDeployment')
      this.clock.after(POLL_MS, () => deployment.turnBack(`alarm ${firing.join()}`, firing));
    this.clock.after(0, () => {
      if (deployment.status !== 'PENDING') return;
      deployment.status = 'IN_PROGRESS';
      void courseOf(deployment)(deployment, this);
    });
  }

  /** Puts a version in charge, as if it had been deployed some time ago. */
  ranBefore(images: Readonly<Record<string, string>>): void {
    const arn = this.register(images);
    this.taskDefinition = arn;
    const definition = this.taskDefinitions.find((one) => one.arn === arn);
    if (definition === undefined) return;
    const deployment = this.#begin(definition);
    this.scaleUp(deployment);
    this.inCharge = deployment.target;
    this.#point(deployment.target, 100);
    deployment.status = 'SUCCESSFUL';
  }

  find(arn: string): EcsDeployment | undefined {
    return this.shown().find((deployment) => deployment.arn === arn);
  }

  /** What ECS shows already, newest first. */
  shown(): readonly EcsDeployment[] {
    const now = this.clock.now();
    return this.deployments.filter(({ createdAt }) => Date.parse(createdAt) + this.arnLag <= now).reverse();
  }

  weights(): Readonly<Record<string, number>> {
    return this.#weights;
  }

  /** The service is deleted, with all that is under way. */
  delete(): void {
    this.deleted = true;
    for (const deployment of this.deployments) deployment.vanish();
    for (const revision of this.revisions) revision.healthy = 0;
  }

  tasksBehind(group: string): { readonly healthy: number; readonly registered: number } {
    const healthy = this.revisions.reduce((sum, one) => sum + (one.group === group ? one.healthy : 0), 0);
    return { healthy, registered: Math.max(healthy, TASKS) };
  }

  emit(event: EcsEvent): void {
    for (const listener of this.#listeners) listener(event);
  }

  giveTraffic(to: Revision, share = 100): void {
    to.healthy = TASKS;
    if (share === 100) this.inCharge = to;
    this.#point(to, share);
    this.shares.push(share);
    this.trafficWentTo.push(...Object.values(to.digests));
  }

  #point(to: Revision, share: number): void {
    this.#weights = Object.fromEntries(GROUPS.map((group) => [group, group === to.group ? share : 100 - share]));
  }

  returnTo({ taskDefinition }: Revision): void {
    this.taskDefinition = taskDefinition;
  }

  startAgain(revision: Revision): number | undefined {
    if (revision.healthy > 0) return 0;
    return this.#canStart(revision) ? 60 : undefined;
  }

  waysBackFail(): boolean {
    return this.waysBackBroken;
  }

  lastSuccessful(): Revision | undefined {
    return this.deployments.findLast(({ status }) => status === 'SUCCESSFUL')?.target;
  }

  stopsComeTooLate(): boolean {
    return this.tooLate;
  }

  crashes({ target }: EcsDeployment): boolean {
    return target.healthy === 0 && !this.#canStart(target);
  }

  isIll({ target }: EcsDeployment): boolean {
    return Object.values(target.digests).some((digest) => this.ill.has(digest));
  }

  #canStart({ digests }: Revision): boolean {
    return Object.values(digests).every((digest) => !this.crashing.has(digest) && !this.gone.has(digest));
  }

  taskDies({ target: { taskDefinition } }: EcsDeployment): void {
    const why = 'Essential container in task exited (web: exit code 1)';
    const id = `task-${this.stopped.length + 1}`;
    this.stopped.unshift({ id, taskDefinition, why, at: this.clock.now() });
    this.emit({ kind: 'task', task: id, taskDefinition, why });
  }

  scaleUp({ target }: EcsDeployment): void {
    target.healthy = TASKS;
  }

  /** Old tasks finish what they have in hand, or are made to. */
  endProtection(): number {
    const held = this.protectedTasks;
    this.protectedTasks = 0;
    for (const done of this.#whenDone.splice(0)) this.clock.after(5_000, done);
    return held;
  }

  async oldWorkIsDone(deployment: EcsDeployment): Promise<void> {
    if (this.protectedTasks > 0) await new Promise<void>((done) => this.#whenDone.push(done));
    await deployment.pass(0);
  }

  keepOnly({ target }: EcsDeployment): void {
    for (const revision of this.revisions) if (revision !== target) revision.healthy = 0;
  }

  #notice(alarm: string): void {
    const names = this.#watched?.configuration.alarms?.alarmNames ?? [];
    const firing = this.#alarms.firing(names);
    if (names.includes(alarm) && firing.length > 0 && this.variants.alarmPolling === 'works')
      this.#watched?.turnBack(`alarm ${alarm}`, firing);
  }

  #begin(definition: TaskDefinition): EcsDeployment {
    const number = this.revisions.length + 1;
    const configuration = readConfiguration(this.configuration);
    const beside = configuration.strategy !== undefined && configuration.strategy !== 'ROLLING';
    const swaps = beside && this.inCharge?.group === GROUPS[0];
    const digests = Object.entries(definition.images).map(([name, uri]) => [
      name,
      parseDigest(uri.split('@')[1] ?? ''),
    ]);
    const revision: Revision = {
      arn: `service-revision/${SERVICE_PATH}/${number}`,
      taskDefinition: definition.arn,
      digests: Object.fromEntries(digests),
      group: this.wired ? (swaps ? GROUPS[1] : this.#groupOf(beside)) : undefined,
      healthy: 0,
    };
    const deployment = new EcsDeployment(this, `service-deployment/${SERVICE_PATH}/${number}`, revision, configuration);
    this.revisions.push(revision);
    this.deployments.push(deployment);
    return deployment;
  }

  #groupOf(beside: boolean): string | undefined {
    return beside ? GROUPS[0] : (this.inCharge?.group ?? GROUPS[0]);
  }
}
