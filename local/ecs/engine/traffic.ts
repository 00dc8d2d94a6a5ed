import { revisionOf } from '../look-up.ts';
import { note } from '../service-log.ts';
import type { ServiceRecord, ServingGroup } from '../state.ts';
import { LOOPBACK } from '../tasks/free-port.ts';
import { isActive } from '../tasks/task-health.ts';
import type { World } from '../world.ts';
import { tenths } from './steps.ts';

/** Whether a target group has a healthy target that is one of our running tasks. */
export function serves(world: World, group: string): boolean {
  return Object.values(world.store.services.tasks).some(
    (task) =>
      isActive(task) &&
      task.targets.some(
        (target) =>
          target.group === group && world.balancer.health(group, { id: LOOPBACK, port: target.port }) === 'healthy',
      ),
  );
}

/** Weights of a rule of which `group` gets `share` percent and its partner the rest. */
export function weightsFor(group: string, other: string, share: number): Record<string, number> {
  return { [group]: tenths(share), [other]: tenths(100 - share) };
}

/**
 * Gives a revision `share` percent of a kind of traffic. Nothing is moved to a target group without a healthy target
 * while its partner has one: then it gives back false, and is tried again when the health changes.
 */
export function shiftTraffic(
  world: World,
  service: ServiceRecord,
  revision: string,
  kind: 'productionRule' | 'testRule',
  share: number,
): boolean {
  const moves = revisionOf(world, revision).groups.flatMap((group) => moveOf(group, kind, share));
  if (kind === 'productionRule' && !moves.every((move) => mayMove(world, service, move))) return false;
  for (const { rule, weights } of moves) {
    world.balancer.setWeights(rule, weights);
    service.weights[rule] = weights;
  }
  return true;
}

interface Move {
  readonly rule: string;
  readonly weights: Record<string, number>;
}

function moveOf(group: ServingGroup, kind: 'productionRule' | 'testRule', share: number): Move[] {
  const rule = group[kind];
  if (rule === undefined || group.other === undefined) return [];
  return [{ rule, weights: weightsFor(group.group, group.other, share) }];
}

function mayMove(world: World, service: ServiceRecord, { rule, weights }: Move): boolean {
  const now = service.weights[rule] ?? {};
  const gaining = Object.keys(weights).filter((group) => (weights[group] ?? 0) > (now[group] ?? 0));
  return gaining.every((group) => {
    const others = Object.keys(weights).filter((other) => other !== group);
    return serves(world, group) || !others.some((other) => serves(world, other));
  });
}

/** After a restart the load balancer is told again what deployments had set. A rule that is gone by now is noted. */
export function restoreWeights(world: World, service: ServiceRecord): void {
  for (const [rule, weights] of Object.entries(service.weights)) {
    try {
      world.balancer.setWeights(rule, weights);
    } catch (error) {
      note(world, service, `was unable to set the weights of ${rule} again: ${String(error)}`);
    }
  }
}
