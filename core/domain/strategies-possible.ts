import type { RefusalCode } from './refused.ts';
import type { StrategyName } from './service.ts';
import type { ServiceTruth } from './truth.ts';
import { isWired, shiftingWirings } from './wiring.ts';

/** Whether a service can go out in one way now; where not, why, and the nearest thing that it can do. */
export type Possibility = { readonly possible: true } | ({ readonly possible: false } & Obstacle);

interface Obstacle {
  readonly because: string;
  /** Possible itself, unless nothing is. */
  readonly instead: StrategyName;
  readonly code: RefusalCode;
}

type Weights = Readonly<Record<string, number>>;

/**
 * Which of the six strategies a service can have now, by its wiring and its live weights (share of production traffic by target group,
 * 0 to 100; `undefined` where nothing shifts). Of a service that Belay can drive at all: see `whyUndrivable`.
 */
export function strategiesPossible(ecs: ServiceTruth, weights: Weights | undefined): Record<StrategyName, Possibility> {
  const split = splitTraffic(ecs, weights);
  const whole = asPossibility(notWired(ecs) ?? split);
  const shared = whole.possible ? asPossibility(nothingToShare(ecs)) : whole;
  const replacing = asPossibility(needsSwap(ecs, weights) ?? split);
  const immediate = replacing.possible ? asPossibility(rebalancing(ecs, whole)) : replacing;
  return {
    'blue-green': whole,
    canary: shared,
    linear: shared,
    rolling: replacing,
    immediate,
    graceful: replacing,
  };
}

/** The quickest way without an outage that a service can have, as flags of the command. */
export function withoutOutage(ecs: ServiceTruth): string {
  return `--strategy ${notWired(ecs) === undefined ? 'blue-green' : 'rolling'} --bake 0s`;
}

/** Traffic in shares: the weights of a rule, or what Service Connect and VPC Lattice carry. */
function nothingToShare(ecs: ServiceTruth): Obstacle | undefined {
  if (ecs.loadBalancers.length > 0 || ecs.serviceConnect || ecs.vpcLattice) return undefined;
  const because = `${ecs.name} has no load balancer, Service Connect or VPC Lattice whose traffic ECS could share out`;
  return { because, instead: 'blue-green', code: 'NotWired' };
}

/** Without any load balancer ECS still starts the new tasks before it ends the old; with one it must be able to move its traffic. */
function notWired(ecs: ServiceTruth): Obstacle | undefined {
  if (ecs.loadBalancers.length === 0 || isWired(ecs)) return undefined;
  const because = `${ecs.name} has no second target group and production rule on each of its load balancers`;
  return { because, instead: 'rolling', code: 'NotWired' };
}

/** One group must have all the traffic, or ECS takes the wrong tasks for those that serve. */
function splitTraffic(ecs: ServiceTruth, weights: Weights | undefined): Obstacle | undefined {
  const [wiring] = shiftingWirings(ecs);
  if (wiring === undefined) return undefined;
  const serving = Object.entries(weights ?? {}).filter(([, weight]) => weight > 0);
  const [only, ...others] = serving.map(([group]) => group);
  if (only !== undefined && others.length === 0 && groupsOf(ecs).includes(only)) return undefined;
  return {
    because: `the production rule ${wiring.productionRule} must send all traffic to one of the two target groups of ${ecs.name}, and ${told(serving)}`,
    instead: 'blue-green',
    code: 'NotWired',
  };
}

/**
 * After an odd number of blue/green deployments the alternate group serves. To which group a rolling deployment then registers its
 * tasks is written nowhere.
 */
function needsSwap(ecs: ServiceTruth, weights: Weights | undefined): Obstacle | undefined {
  const swapped = shiftingWirings(ecs).find(({ alternate = '' }) => (weights?.[alternate] ?? 0) === 100);
  if (swapped === undefined) return undefined;
  return {
    because: `the alternate target group of ${ecs.name} serves, and ECS does not say where it would register the tasks: one blue/green deployment brings the first group back`,
    instead: 'blue-green',
    code: 'StrategyNeedsSwap',
  };
}

/** 0/100 stops every task at once, which rebalancing over Availability Zones (maximumPercent above 100) does not allow. */
function rebalancing(ecs: ServiceTruth, shifting: Possibility): Obstacle | undefined {
  if (!ecs.rebalances) return undefined;
  return {
    because: `${ecs.name} rebalances over Availability Zones, and ECS then takes no maximumPercent of 100`,
    instead: shifting.possible ? 'blue-green' : 'rolling',
    code: 'Unsupported',
  };
}

function groupsOf(ecs: ServiceTruth): readonly (string | undefined)[] {
  return shiftingWirings(ecs).flatMap(({ targetGroup, alternate }) => [targetGroup, alternate]);
}

function told(serving: readonly (readonly [string, number])[]): string {
  if (serving.length === 0) return 'sends it to none';
  return `sends ${serving.map(([group, weight]) => `${weight} % to ${group}`).join(', ')}`;
}

function asPossibility(obstacle: Obstacle | undefined): Possibility {
  return obstacle === undefined ? { possible: true } : { possible: false, ...obstacle };
}
