/** What a deployment does at each step. An act gives back whether it is done; until then it is called again whenever something changes. */
import { revisionOf, tasksOf } from '../look-up.ts';
import type { DeploymentRecord, ServiceRecord } from '../state.ts';
import { isActive } from '../tasks/task-health.ts';
import type { World } from '../world.ts';
import { fleetOf, healthyIn } from './fleet.ts';
import type { Step } from './steps.ts';
import { shiftTraffic } from './traffic.ts';

const MINUTE_MS = 60_000;

export function act(world: World, service: ServiceRecord, deployment: DeploymentRecord, step: Step): boolean {
  switch (step.act) {
    case 'pass':
      return true;
    case 'reconcile':
      return reconcile(world, service, deployment);
    case 'scaleUp':
      return healthyIn(fleetOf(world, service).of(leadingOf(deployment))) >= service.desiredCount;
    case 'roll':
      return rolled(world, service, deployment);
    case 'shiftTest':
      return shift(world, service, deployment, 'testRule', deployment.rollback === undefined ? 100 : 0);
    case 'shiftProduction':
      return shift(world, service, deployment, 'productionRule', step.share);
    case 'bake':
      deployment.until ??= world.clock.now() + step.minutes * MINUTE_MS;
      return world.clock.now() >= deployment.until;
    case 'cleanUp':
      return leavesOldTasks(deployment) || gone(world, service, leadingOf(deployment));
    default:
      return step satisfies never;
  }
}

/** The revision that the deployment brings up: the new one, or on the way back the old one. */
export function leadingOf(deployment: DeploymentRecord): string {
  return deployment.rollback?.revision ?? deployment.target;
}

/** All production traffic to the revision that is kept, then the others are stopped, so that their target group is free. */
function reconcile(world: World, service: ServiceRecord, deployment: DeploymentRecord): boolean {
  const { kept } = deployment;
  if (kept === undefined) return true;
  deployment.reconciled ||= shiftTraffic(world, service, kept, 'productionRule', 100);
  return deployment.reconciled && tasksOf(world, service).every((task) => task.revision === kept || ended(task));
}

const ended = (task: { readonly lastStatus: string }): boolean => task.lastStatus === 'STOPPED';

function rolled(world: World, service: ServiceRecord, deployment: DeploymentRecord): boolean {
  const leading = leadingOf(deployment);
  const healthy = healthyIn(fleetOf(world, service).of(leading));
  const early = deployment.rollback === undefined ? deployment.configuration.earlySuccessCriteria : undefined;
  if (early?.enable === true) {
    const enough = Math.ceil((service.desiredCount * (early.healthyPercent ?? 100)) / 100);
    return healthy >= enough && (leavesOldTasks(deployment) || gone(world, service, leading));
  }
  return healthy >= service.desiredCount && gone(world, service, leading);
}

/** Early success with deferred clean-up: old tasks may run on long after the deployment has succeeded. */
function leavesOldTasks({ configuration, rollback }: DeploymentRecord): boolean {
  const early = configuration.strategy === 'ROLLING' ? configuration.earlySuccessCriteria : undefined;
  return rollback === undefined && early?.enable === true && early.sourceServiceRevisionCleanup === 'DEFERRED';
}

/** Whether all tasks of other revisions are gone: stopped, or by the switch only told to stop. */
function gone(world: World, service: ServiceRecord, leading: string): boolean {
  const others = tasksOf(world, service).filter((task) => task.revision !== leading);
  return world.switches.oldTasksStopped === 'beforeCompleted'
    ? others.every(ended)
    : !others.some((task) => isActive(task));
}

function shift(
  world: World,
  service: ServiceRecord,
  deployment: DeploymentRecord,
  kind: 'productionRule' | 'testRule',
  share: number,
): boolean {
  if (deployment.until !== undefined) return world.clock.now() >= deployment.until;
  // The way back gives everything to the old revision, wherever that one has its tasks.
  const back = deployment.rollback?.revision;
  if (!shiftTraffic(world, service, back ?? deployment.target, kind, back === undefined ? share : 100)) return false;
  if (kind === 'testRule') deployment.testWeight = share;
  else deployment.productionWeight = share;
  const rules = revisionOf(world, deployment.target).groups.map((group) => group[kind] ?? '');
  // An NLB listener's ARN is …:listener/net/<name>/<id>/<id>; an ALB is reached by a rule.
  if (!rules.some((rule) => rule.includes(':listener/net/'))) return true;
  deployment.until = world.clock.now() + world.switches.networkLoadBalancerShiftMinutes * MINUTE_MS;
  return world.clock.now() >= deployment.until;
}
