/** Which tasks a service starts and stops now. Nothing is done here. */
import type { DeploymentConfiguration } from '@aws-sdk/client-ecs';
import { activeDeployment } from '../look-up.ts';
import type { DeploymentRecord, ServiceRecord, TaskRecord } from '../state.ts';
import type { World } from '../world.ts';
import { type Fleet, fleetOf, healthyIn, type Member } from './fleet.ts';
import { rollingMove } from './rolling.ts';

export interface TaskPlan {
  readonly starts: { readonly revision: string; readonly count: number }[];
  readonly stops: { readonly task: TaskRecord; readonly because: 'scaling' | 'unhealthy' }[];
}

/** Whether a deployment has come to the first step that does `act`, or passed it. */
export function reached(deployment: DeploymentRecord, act: DeploymentRecord['steps'][number]['act']): boolean {
  const first = deployment.steps.findIndex((step) => step.act === act);
  return first !== -1 && deployment.at >= first;
}

export function planTasks(world: World, service: ServiceRecord): TaskPlan {
  const fleet = fleetOf(world, service);
  const plan: TaskPlan = { starts: [], stops: [] };
  const deployment = activeDeployment(world, service);
  const configuration = deployment?.configuration ?? service.settings.deploymentConfiguration;
  const planner = new Planner(service, configuration, fleet, plan);
  if (service.status !== 'ACTIVE') planner.stopAll(fleet.besides());
  else if (deployment === undefined) planner.rest();
  else if (deployment.manner === 'roll') planner.rolling(deployment);
  else planner.blueGreen(deployment);
  return plan;
}

/** Serves, or did until it was started again and is about to be probed. */
const hasServed = ({ health, task }: Member): boolean =>
  health === 'healthy' || (health === 'starting' && task.wasHealthy);

class Planner {
  readonly #service: ServiceRecord;
  readonly #configuration: DeploymentConfiguration;
  readonly #fleet: Fleet;
  readonly #plan: TaskPlan;

  constructor(service: ServiceRecord, configuration: DeploymentConfiguration, fleet: Fleet, plan: TaskPlan) {
    this.#service = service;
    this.#configuration = configuration;
    this.#fleet = fleet;
    this.#plan = plan;
  }

  /** No deployment: the leading revision fills the desired count; what an early success left over goes as its protection ends. */
  rest(): void {
    const { leading, frozen } = this.#service;
    if (leading === undefined) return;
    const standing = frozen.flatMap((revision) => this.#fleet.of(revision)).length;
    this.#fill(leading, Math.max(0, this.#service.desiredCount - standing), this.#room());
    this.#retire(leading, this.#fleet.besides(leading, ...frozen));
  }

  rolling(deployment: DeploymentRecord): void {
    if (!reached(deployment, 'roll')) {
      this.#beforeRolling(deployment);
      return;
    }
    const leading = deployment.rollback === undefined ? deployment.target : deployment.rollback.revision;
    if (leading === undefined) return;
    const older = this.#fleet.besides(leading);
    const move = rollingMove(this.#counts(leading, older));
    this.#grow(leading, this.#service.desiredCount, move.start);
    const held = this.#holdSource(deployment, leading);
    this.#retire(leading, older, held);
  }

  #beforeRolling({ kept, reconciled }: DeploymentRecord): void {
    if (kept === undefined) return;
    this.#fill(kept, this.#service.desiredCount, this.#room());
    if (reconciled && this.#takesOver(kept)) this.stopAll(this.#fleet.besides(kept));
  }

  blueGreen(deployment: DeploymentRecord): void {
    const { kept, target, rollback } = deployment;
    const leading = rollback === undefined ? target : rollback.revision;
    const { desiredCount } = this.#service;
    const source = rollback === undefined ? kept : undefined;
    const others = this.#fleet.besides(leading, source);
    const cleaning = reached(deployment, 'cleanUp') && this.#takesOver(leading);
    if (source !== undefined && !cleaning) this.#fill(source, desiredCount, desiredCount);
    if (source !== undefined && cleaning) this.stopAll(this.#fleet.of(source));
    const reconciling = source !== undefined && deployment.reconciled && this.#takesOver(source);
    if (cleaning || reconciling) this.stopAll(others);
    if (leading === undefined) return;
    if (rollback !== undefined || reached(deployment, 'scaleUp')) this.#grow(leading, desiredCount, desiredCount);
  }

  /** Capacity before the end of the old tasks: something of the revision that stays must serve. */
  #takesOver(revision: string | undefined): boolean {
    return this.#service.desiredCount === 0 || healthyIn(this.#fleet.of(revision)) > 0;
  }

  stopAll(members: readonly Member[]): void {
    for (const member of members) if (!member.protected || this.#service.status !== 'ACTIVE') this.#stop(member);
  }

  /** A revision at work: unhealthy tasks are replaced before they are stopped, as far as there is room. */
  #fill(revision: string, wanted: number, room: number): void {
    const members = this.#fleet.of(revision);
    const sound = members.filter((member) => member.health !== 'unhealthy');
    const ill = members.filter((member) => member.health === 'unhealthy');
    const start = Math.min(wanted - sound.length, room);
    if (start > 0) this.#plan.starts.push({ revision, count: start });
    if (healthyIn(sound) >= wanted || (ill.length > 0 && room <= 0)) {
      for (const member of ill) this.#stop(member, 'unhealthy');
    }
    this.#stopSurplus(sound, sound.length - wanted);
  }

  /** A revision that a deployment brings up: what is unhealthy goes at once and counts as failed. */
  #grow(revision: string, wanted: number, room: number): void {
    const members = this.#fleet.of(revision);
    const sound = members.filter((member) => member.health !== 'unhealthy');
    for (const member of members) if (member.health === 'unhealthy') this.#stop(member, 'unhealthy');
    const start = Math.min(wanted - sound.length, room + members.length - sound.length);
    if (start > 0) this.#plan.starts.push({ revision, count: start });
    this.#stopSurplus(sound, sound.length - wanted);
  }

  /** Old tasks that die while the new ones do not serve yet are replaced up to the healthy minimum. Gives back those that must stay. */
  #holdSource(deployment: DeploymentRecord, leading: string): readonly Member[] {
    const { kept } = deployment;
    if (kept === undefined || kept === leading || deployment.rollback !== undefined) return [];
    const minimum = Math.ceil((this.#service.desiredCount * this.#percent().minimumHealthyPercent) / 100);
    const count = Math.max(0, minimum - this.#fleet.of(leading).filter(hasServed).length);
    const members = this.#fleet.of(kept);
    const start = Math.min(count - members.length, this.#room());
    if (start > 0) this.#plan.starts.push({ revision: kept, count: start });
    return members.toSorted((a, b) => Number(hasServed(b)) - Number(hasServed(a))).slice(0, count);
  }

  /** Old tasks go as the new ones come: those that never served first, and never below the healthy minimum. */
  #retire(leading: string, older: readonly Member[], held: readonly Member[] = []): void {
    const free = older.filter((member) => !member.protected && !held.includes(member));
    for (const member of free) if (!hasServed(member)) this.#stop(member);
    const { stop } = rollingMove(this.#counts(leading, older));
    const sickFirst = free
      .filter(hasServed)
      .toSorted((a, b) => Number(a.health === 'healthy') - Number(b.health === 'healthy'));
    for (const member of sickFirst.slice(0, stop)) this.#stop(member);
  }

  #stopSurplus(members: readonly Member[], surplus: number): void {
    if (surplus <= 0) return;
    const free = members.filter((member) => !member.protected);
    const order = free.toSorted(
      (a, b) => Number(a.health === 'healthy') - Number(b.health === 'healthy') || b.task.createdAt - a.task.createdAt,
    );
    for (const member of order.slice(0, surplus)) this.#stop(member);
  }

  #stop({ task }: Member, because: 'scaling' | 'unhealthy' = 'scaling'): void {
    if (!this.#plan.stops.some((stop) => stop.task === task)) this.#plan.stops.push({ task, because });
  }

  #counts(leading: string, older: readonly Member[]): Parameters<typeof rollingMove>[0] {
    const members = this.#fleet.of(leading);
    return {
      desired: this.#service.desiredCount,
      ...this.#percent(),
      leading: { active: members.length, healthy: healthyIn(members) },
      older: { active: older.length, healthy: healthyIn(older) },
    };
  }

  #percent(): { minimumHealthyPercent: number; maximumPercent: number } {
    const { minimumHealthyPercent = 100, maximumPercent = 200 } = this.#configuration;
    return { minimumHealthyPercent, maximumPercent };
  }

  /** Tasks that may run beyond those that run now. */
  #room(): number {
    const planned = this.#plan.starts.reduce((sum, start) => sum + start.count, 0);
    const maximum = Math.floor((this.#service.desiredCount * this.#percent().maximumPercent) / 100);
    return maximum - this.#fleet.size - planned;
  }
}
