import type { Traffic } from '../../core/ports.ts';
import type { EcsService } from './ecs-service.ts';
import type { FakeSurroundings } from './fake-surroundings.ts';

const BALANCER = 'arn:aws:elasticloadbalancing:us-east-1:000000000000:loadbalancer/app/web/0123456789abcdef';

/** The load balancer of a fake service: ECS sets its weights, and its targets are the tasks. */
export function fakeTraffic(service: EcsService, surroundings: FakeSurroundings): Traffic {
  const refuseGone = (arn: string, name: string): void => {
    if (surroundings.gone.has(arn)) throw Object.assign(new Error(`${arn} is not there`), { name });
  };
  return {
    async weights(productionRule) {
      refuseGone(productionRule, 'RuleNotFoundException');
      return service.weights();
    },
    async health(targetGroup) {
      refuseGone(targetGroup, 'TargetGroupNotFoundException');
      const tasks = service.tasksBehind(targetGroup);
      return { healthy: tasks.healthy, registered: tasks.registered };
    },
    async targetGroup(arn) {
      if (surroundings.gone.has(arn)) return undefined;
      return {
        arn,
        targetType: 'ip',
        protocol: 'HTTP',
        healthCheckPort: 'traffic-port',
        untilHealthy: 10,
        deregistrationDelay: 5,
        balancer: { kind: 'application', internal: false },
        targets: service.tasksBehind(arn),
        ...surroundings.targetGroup,
      };
    },
    ruleIsThere: async (arn) => !surroundings.gone.has(arn),
    testEndpoint: async ({ testRule }) =>
      testRule === undefined ? undefined : { url: 'http://test.example:8080/', headers: {} },
    productionEndpoint: async ({ productionRule }) =>
      productionRule === undefined ? undefined : { url: 'http://example/', headers: {} },
    balancers: async (targetGroups) => targetGroups.map((targetGroup) => ({ targetGroup, balancer: BALANCER })),
  };
}
