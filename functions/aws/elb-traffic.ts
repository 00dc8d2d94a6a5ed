import {
  DescribeListenersCommand,
  DescribeLoadBalancersCommand,
  DescribeRulesCommand,
  DescribeTargetGroupAttributesCommand,
  DescribeTargetGroupsCommand,
  DescribeTargetHealthCommand,
  type ElasticLoadBalancingV2Client,
  type Rule,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Traffic } from '../../core/ports.ts';
import { readTargetGroup } from './elb-target-group.ts';

// Whoever loads this adapter makes its client.
export { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';

/** `…:listener-rule/app/web/50dc…/f2f7…/9683…` without its last part, as a listener's ARN. */
function listenerOf(rule: string): string {
  return rule.replace(':listener-rule/', ':listener/').replace(/\/[^/]+$/, '');
}

/** The load balancer of a listener, from the listener's ARN. */
function balancerOf(listener: string): string {
  return listener.replace(':listener/', ':loadbalancer/').replace(/\/[^/]+$/, '');
}

/** Elastic Load Balancing, read only: moving traffic is ECS's business. */
export function elbTraffic(client: ElasticLoadBalancingV2Client): Traffic {
  async function ruleOf(arn: string): Promise<Rule | undefined> {
    const { Rules = [] } = await client.send(new DescribeRulesCommand({ RuleArns: [arn] }));
    return Rules[0];
  }

  async function endpointOf(arn: string | undefined): ReturnType<Traffic['testEndpoint']> {
    if (arn === undefined) return undefined;
    const listenerArn = listenerOf(arn);
    const [rule, { Listeners = [] }, { LoadBalancers = [] }] = await Promise.all([
      ruleOf(arn),
      client.send(new DescribeListenersCommand({ ListenerArns: [listenerArn] })),
      client.send(new DescribeLoadBalancersCommand({ LoadBalancerArns: [balancerOf(listenerArn)] })),
    ]);
    const [listener] = Listeners;
    const [balancer] = LoadBalancers;
    if (listener?.Port === undefined || balancer?.DNSName === undefined || balancer.Scheme === 'internal')
      return undefined;
    const scheme = listener.Protocol === 'HTTPS' ? 'https' : 'http';
    return { url: `${scheme}://${balancer.DNSName}:${listener.Port}/`, headers: headersThatSelect(rule) };
  }

  async function health(targetGroup: string): Promise<{ healthy: number; registered: number }> {
    const { TargetHealthDescriptions: targets = [] } = await client.send(
      new DescribeTargetHealthCommand({ TargetGroupArn: targetGroup }),
    );
    const registered = targets.filter(({ TargetHealth }) => TargetHealth?.State !== 'draining');
    return {
      healthy: registered.filter(({ TargetHealth }) => TargetHealth?.State === 'healthy').length,
      registered: registered.length,
    };
  }

  return {
    async weights(productionRule) {
      const rule = await ruleOf(productionRule);
      const forward = rule?.Actions?.find(({ Type }) => Type === 'forward');
      const groups = forward?.ForwardConfig?.TargetGroups ?? [{ TargetGroupArn: forward?.TargetGroupArn, Weight: 1 }];
      const total = groups.reduce((sum, { Weight = 0 }) => sum + Weight, 0);
      const shares = groups.flatMap(({ TargetGroupArn: group, Weight = 0 }): [string, number][] =>
        group === undefined ? [] : [[group, total === 0 ? 0 : Math.round((Weight * 1000) / total) / 10]],
      );
      return Object.fromEntries(shares);
    },

    health,

    async targetGroup(arn) {
      try {
        const [{ TargetGroups = [] }, { Attributes = [] }, targets] = await Promise.all([
          client.send(new DescribeTargetGroupsCommand({ TargetGroupArns: [arn] })),
          client.send(new DescribeTargetGroupAttributesCommand({ TargetGroupArn: arn })),
          health(arn),
        ]);
        const [group] = TargetGroups;
        if (group === undefined) return undefined;
        const [behind] = group.LoadBalancerArns ?? [];
        const { LoadBalancers = [] } =
          behind === undefined
            ? {}
            : await client.send(new DescribeLoadBalancersCommand({ LoadBalancerArns: [behind] }));
        return readTargetGroup(arn, group, Attributes, LoadBalancers[0], targets);
      } catch (error) {
        if (isNamed(error, 'TargetGroupNotFoundException')) return undefined;
        throw error;
      }
    },

    async ruleIsThere(arn) {
      try {
        if (arn.includes(':listener/')) {
          const { Listeners = [] } = await client.send(new DescribeListenersCommand({ ListenerArns: [arn] }));
          return Listeners.length > 0;
        }
        return (await ruleOf(arn)) !== undefined;
      } catch (error) {
        if (isNamed(error, 'RuleNotFoundException') || isNamed(error, 'ListenerNotFoundException')) return false;
        throw error;
      }
    },

    testEndpoint: ({ testRule }) => endpointOf(testRule),
    productionEndpoint: ({ productionRule }) => endpointOf(productionRule),

    async balancers(targetGroups) {
      // Asked for none, AWS tells of every target group of the account.
      if (targetGroups.length === 0) return [];
      const { TargetGroups = [] } = await client.send(
        new DescribeTargetGroupsCommand({ TargetGroupArns: [...targetGroups] }),
      );
      return TargetGroups.flatMap(({ TargetGroupArn: targetGroup, LoadBalancerArns = [] }) => {
        const balancer = LoadBalancerArns.find((arn) => arn.includes(':loadbalancer/app/'));
        return targetGroup === undefined || balancer === undefined ? [] : { targetGroup, balancer };
      });
    },
  };
}

function isNamed(error: unknown, name: string): boolean {
  return error instanceof Error && error.name === name;
}

/** A rule may ask for a header; one of its values is sent. Wildcards are filled with nothing. */
function headersThatSelect(rule: Rule | undefined): Readonly<Record<string, string>> {
  const conditions = (rule?.Conditions ?? []).flatMap(({ HttpHeaderConfig }) => HttpHeaderConfig ?? []);
  return Object.fromEntries(
    conditions.flatMap(({ HttpHeaderName: name, Values = [] }): [string, string][] =>
      name === undefined || Values[0] === undefined ? [] : [[name, Values[0].replaceAll(/[*?]/g, '')]],
    ),
  );
}
