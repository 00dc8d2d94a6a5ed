import type { StrategyName } from './service.ts';
import type { LoadBalancerWiring, ServiceTruth } from './truth.ts';

/** Blue/green where the service is wired for it, else rolling. */
export function autoStrategy(ecs: ServiceTruth): StrategyName {
  return isWired(ecs) ? 'blue-green' : 'rolling';
}

/** Can ECS shift its traffic? It must have a second target group and a production rule on each of its load balancers, and one at least. */
export function isWired(ecs: ServiceTruth): boolean {
  return ecs.loadBalancers.length > 0 && shiftingWirings(ecs).length === ecs.loadBalancers.length;
}

/** Its load balancers whose traffic ECS could shift. */
export function shiftingWirings(ecs: ServiceTruth): readonly LoadBalancerWiring[] {
  return ecs.loadBalancers.filter(
    ({ alternate, productionRule }) => alternate !== undefined && productionRule !== undefined,
  );
}

/** The load balancer of the service: the one that blue/green moves traffic on, where there is one. */
export function wiringOf({ loadBalancers }: ServiceTruth): LoadBalancerWiring | undefined {
  return loadBalancers.find(({ productionRule }) => productionRule !== undefined) ?? loadBalancers[0];
}
