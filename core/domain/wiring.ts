import type { StrategyName } from './service.ts';
import type { LoadBalancerWiring, ServiceTruth } from './truth.ts';

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
