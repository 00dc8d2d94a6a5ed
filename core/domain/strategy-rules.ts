import type { Deployment } from './deployment.ts';
import { Refused } from './refused.ts';
import { isBeside, type ServiceSettings, type StrategyName } from './service.ts';
import type { LoadBalancerWiring, ServiceTruth } from './truth.ts';

/** What a strategy is judged by. */
interface Circumstances {
  /** `cluster/service`. */
  readonly name: string;
  readonly ecs: ServiceTruth;
  readonly weights: Readonly<Record<string, number>> | undefined;
  readonly deployment: Pick<Deployment, 'forced'>;
  readonly settings: ServiceSettings;
}

/** Blue/green where the service is wired for it, else rolling. */
export function autoStrategy(ecs: ServiceTruth): StrategyName {
  return isWired(ecs) ? 'blue-green' : 'rolling';
}

/** Has it a second target group, and a production rule that moves traffic between the two? */
export function isWired(ecs: ServiceTruth): boolean {
  return ecs.loadBalancers.some((wiring) => wiring.alternate !== undefined && wiring.productionRule !== undefined);
}

/** The load balancer of the service: the one that blue/green moves traffic on, where there is one. */
export function wiringOf({ loadBalancers }: ServiceTruth): LoadBalancerWiring | undefined {
  return loadBalancers.find(({ productionRule }) => productionRule !== undefined) ?? loadBalancers[0];
}

/** What keeps this service from this strategy now, with the nearest thing that it can have. */
export function refuseStrategy(strategy: StrategyName, circumstances: Circumstances): readonly Refused[] {
  if (isBeside(strategy)) return refuseBeside(strategy, circumstances);
  return [...refuseSwapped(strategy, circumstances), ...(strategy === 'immediate' ? refuseOutage(circumstances) : [])];
}

function refuseBeside(strategy: StrategyName, { name, ecs, weights, settings }: Circumstances): readonly Refused[] {
  if (ecs.loadBalancers.length === 0)
    return strategy === 'blue-green'
      ? []
      : [
          new Refused(
            'NotWired',
            `${settings.key} has no load balancer, and without traffic to divide there is no ${strategy}. Deploy with --strategy blue-green, which starts the new tasks before it ends the old, or rolling.`,
          ),
        ];
  if (!isWired(ecs))
    return [
      new Refused(
        'NotWired',
        `${settings.key} has no second target group and production rule, which ${strategy} needs. Wire them, or deploy with --strategy rolling.`,
      ),
    ];
  const groups = ecs.loadBalancers.flatMap((wiring) => [wiring.targetGroup, wiring.alternate]);
  const serving = Object.entries(weights ?? {}).filter(([, weight]) => weight > 0);
  if (serving.length === 1 && serving.every(([group]) => groups.includes(group))) return [];
  return [
    new Refused(
      'NotWired',
      `The production rule of ${name} must send all traffic to one of its two target groups, and does not. Set the weights to 100 and 0.`,
    ),
  ];
}

/** Target groups swap roles with every blue/green; tasks that are replaced in place register with the first group alone. */
function refuseSwapped(strategy: StrategyName, { name, ecs, weights }: Circumstances): readonly Refused[] {
  const wiring = ecs.loadBalancers.find(({ alternate }) => alternate !== undefined);
  if (wiring === undefined || weights === undefined || (weights[wiring.targetGroup] ?? 0) > 0) return [];
  return [
    new Refused(
      'StrategyNeedsSwap',
      `${name} is served from its alternate target group, to which ${strategy} would register nothing. Deploy once with --strategy blue-green, which swaps them, then with ${strategy}.`,
    ),
  ];
}

/** An outage is nobody's default: ECS must be able to, and in production somebody must have said that it is meant. */
function refuseOutage({ name, ecs, deployment, settings }: Circumstances): readonly Refused[] {
  const production = settings.key.startsWith('production/');
  return [
    ...(ecs.rebalances
      ? [
          new Refused(
            'Unsupported',
            `${name} has availability zone rebalancing on, with which ECS refuses 0/100. Turn it off, or deploy with --strategy blue-green --bake 0s.`,
          ),
        ]
      : []),
    ...(production && deployment.forced === undefined
      ? [
          new Refused(
            'NeedsForce',
            `immediate is an outage of ${settings.key}. Say --force with a --reason, or deploy with --strategy blue-green --bake 0s, which has none.`,
          ),
        ]
      : []),
  ];
}
