import { describe, expect, test } from 'vitest';
import type { LoadBalancerWiring } from '../../core/domain/truth.ts';
import type { Traffic } from '../../core/ports.ts';

/** An application load balancer that can be reached from outside, with a production rule over two target groups; the first has all the weight. */
export interface TrafficBench {
  readonly traffic: Traffic;
  readonly wiring: LoadBalancerWiring & { readonly alternate: string; readonly productionRule: string };
  /** Of the same kind as those that are there. */
  readonly missing: { readonly group: string; readonly rule: string };
  /** So many healthy targets stand behind the first group. */
  readonly healthy: number;
}

/** What Belay reads of a load balancer. */
export function trafficContract(name: string, make: () => Promise<TrafficBench>): void {
  describe(`traffic ${name}`, () => {
    test('the weights of a rule are percent, one for each of its groups', async () => {
      const { traffic, wiring } = await make();
      expect(await traffic.weights(wiring.productionRule)).toEqual({
        [wiring.targetGroup]: 100,
        [wiring.alternate]: 0,
      });
    });

    test('a rule that is not there is a fault, not weights of nothing', async () => {
      const { traffic, missing } = await make();
      await expect(traffic.weights(missing.rule)).rejects.toMatchObject({ name: 'RuleNotFoundException' });
    });

    test('a group tells how many of its targets are healthy, and one that is not there is a fault', async () => {
      const { traffic, wiring, healthy, missing } = await make();
      const { healthy: told, registered } = await traffic.health(wiring.targetGroup);
      expect(told).toBe(healthy);
      expect(registered).toBeGreaterThanOrEqual(healthy);
      expect((await traffic.health(wiring.alternate)).healthy).toBe(0);
      await expect(traffic.health(missing.group)).rejects.toMatchObject({ name: 'TargetGroupNotFoundException' });
    });

    test('a target group is read with its load balancer and its targets, and one that is not there is none', async () => {
      const { traffic, wiring, missing } = await make();
      expect(await traffic.targetGroup(wiring.targetGroup)).toEqual({
        arn: wiring.targetGroup,
        targetType: 'ip',
        protocol: 'HTTP',
        healthCheckPort: 'traffic-port',
        untilHealthy: 10,
        deregistrationDelay: 5,
        balancer: { kind: 'application', internal: false },
        targets: { healthy: expect.any(Number), registered: expect.any(Number) },
      });
      expect(await traffic.targetGroup(missing.group)).toBeUndefined();
    });

    test('a rule is there, or it is not', async () => {
      const { traffic, wiring, missing } = await make();
      expect(await traffic.ruleIsThere(wiring.productionRule)).toBe(true);
      expect(await traffic.ruleIsThere(missing.rule)).toBe(false);
    });

    test('requests can be sent where a rule answers, and nowhere without one', async () => {
      const { traffic, wiring } = await make();
      const { productionRule, testRule: _, ...bare } = wiring;
      const production = await traffic.productionEndpoint(wiring);
      expect(production).toEqual({ url: expect.stringMatching(/^http:\/\/[^/]+\/$/), headers: {} });
      expect(await traffic.testEndpoint({ ...bare, testRule: productionRule })).toMatchObject({ headers: {} });
      expect(await traffic.productionEndpoint(bare)).toBeUndefined();
      expect(await traffic.testEndpoint(bare)).toBeUndefined();
    });

    test('each group is told with the load balancer before it, and none where none is asked for', async () => {
      const { traffic, wiring } = await make();
      const groups = [wiring.targetGroup, wiring.alternate];
      const balancer = expect.stringMatching(/:loadbalancer\/app\//);
      const told = await traffic.balancers(groups);
      expect(told).toHaveLength(2);
      expect(told).toEqual(expect.arrayContaining(groups.map((targetGroup) => ({ targetGroup, balancer }))));
      expect(await traffic.balancers([])).toEqual([]);
    });
  });
}
