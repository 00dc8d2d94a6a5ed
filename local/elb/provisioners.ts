import type { Action } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Clock } from '../kernel/clock.ts';
import type { Provisioner, ResourceContext } from '../template/provisioner.ts';
import { loadBalancerAttributes, targetGroupAttributes } from './attributes.ts';
import { HOSTED_ZONE } from './describe-records.ts';
import { find } from './find.ts';
import type { LoadBalancing } from './load-balancing.ts';
import { fullNameOf, idOf, listenerArn, loadBalancerArn, ruleArn, shortName, targetGroupArn } from './names.ts';
import {
  listenerProperties,
  loadBalancerProperties,
  parse,
  ruleProperties,
  targetGroupProperties,
} from './parse-properties.ts';
import { putRule } from './put-rule.ts';
import type { RecordBook } from './record-book.ts';
import type { RuleRecord } from './records.ts';
import { targetOf } from './target-operations.ts';
import type { TargetPools } from './target-pools.ts';

/** The resources of Elastic Load Balancing in a template. */
export function elbProvisioners(deps: {
  clock: Clock;
  book: RecordBook;
  pools: TargetPools;
  balancing: LoadBalancing;
  /** Of the first load balancer; the next ones are counted up from there. */
  firstAddress: string;
}) {
  const { clock, book, pools, balancing, firstAddress } = deps;
  return {
    'AWS::ElasticLoadBalancingV2::LoadBalancer': {
      provision(properties, context) {
        const parsed = parse(loadBalancerProperties, properties, context);
        const owner = ownerOf(context);
        const former = book.former('loadBalancer', owner);
        const name = parsed.Name ?? shortName(context);
        const arn = loadBalancerArn(name, idOf(owner, 'load balancer'));
        const address = former?.address ?? freeAddress(book, firstAddress);
        book.removeFormer('loadBalancer', owner, arn);
        book.put('loadBalancer', {
          arn,
          owner,
          name,
          address,
          scheme: parsed.Scheme,
          subnets: [...parsed.Subnets, ...parsed.SubnetMappings.map(({ SubnetId }) => SubnetId)],
          securityGroups: parsed.SecurityGroups,
          attributes: loadBalancerAttributes(parsed.LoadBalancerAttributes),
          createdAt: former?.createdAt ?? clock.now(),
          tags: parsed.Tags,
        });
        return {
          ref: arn,
          attributes: {
            LoadBalancerArn: arn,
            LoadBalancerName: name,
            LoadBalancerFullName: fullNameOf(arn),
            DNSName: address,
            CanonicalHostedZoneID: HOSTED_ZONE,
            SecurityGroups: parsed.SecurityGroups.join(','),
          },
        };
      },
    },
    'AWS::ElasticLoadBalancingV2::TargetGroup': {
      provision(properties, context) {
        const parsed = parse(targetGroupProperties, properties, context);
        const owner = ownerOf(context);
        const name = parsed.Name ?? shortName(context);
        const arn = targetGroupArn(name, idOf(owner, 'target group'));
        book.removeFormer('targetGroup', owner, arn);
        book.put('targetGroup', {
          arn,
          owner,
          name,
          port: parsed.Port,
          targetType: parsed.TargetType,
          vpc: parsed.VpcId,
          healthCheck: {
            path: parsed.HealthCheckPath,
            port: parsed.HealthCheckPort,
            intervalSeconds: parsed.HealthCheckIntervalSeconds,
            timeoutSeconds: parsed.HealthCheckTimeoutSeconds,
            healthyThreshold: parsed.HealthyThresholdCount,
            unhealthyThreshold: parsed.UnhealthyThresholdCount,
            matcher: parsed.Matcher.HttpCode,
          },
          attributes: targetGroupAttributes(parsed.TargetGroupAttributes),
          tags: parsed.Tags,
        });
        const record = find(book, 'targetGroup', arn);
        for (const target of parsed.Targets) pools.get(arn)?.register(targetOf(target, record));
        return {
          ref: arn,
          attributes: {
            TargetGroupArn: arn,
            TargetGroupName: name,
            TargetGroupFullName: fullNameOf(arn),
            LoadBalancerArns: pools.loadBalancersOf(arn).join(','),
          },
        };
      },
    },
    'AWS::ElasticLoadBalancingV2::Listener': {
      async provision(properties, context) {
        const parsed = parse(listenerProperties, properties, context);
        const owner = ownerOf(context);
        const { arn: loadBalancer } = find(book, 'loadBalancer', parsed.LoadBalancerArn);
        const arn = listenerArn(loadBalancer, idOf(owner, 'listener'));
        book.removeFormer('listener', owner, arn);
        book.put('listener', { arn, owner, loadBalancer, port: parsed.Port, tags: parsed.Tags });
        const rule = { listener: arn, priority: 'default', conditions: [], tags: [] } as const;
        putTemplateRule(
          book,
          owner,
          { ...rule, arn: ruleArn(arn, idOf(owner, 'default rule')) },
          parsed.DefaultActions,
        );
        await balancing.open(find(book, 'listener', arn));
        return { ref: arn, attributes: { ListenerArn: arn } };
      },
    },
    'AWS::ElasticLoadBalancingV2::ListenerRule': {
      provision(properties, context) {
        const parsed = parse(ruleProperties, properties, context);
        const owner = ownerOf(context);
        const { arn: listener } = find(book, 'listener', parsed.ListenerArn);
        const arn = ruleArn(listener, idOf(owner, 'rule'));
        const rule = { arn, listener, priority: parsed.Priority, conditions: parsed.Conditions, tags: parsed.Tags };
        putTemplateRule(book, owner, rule, parsed.Actions);
        return { ref: arn, attributes: { RuleArn: arn, IsDefault: 'false' } };
      },
    },
  } satisfies Record<string, Provisioner>;
}

/**
 * Live weights outlast a new start unless the template's own actions changed. On AWS they may not: an update of the
 * stack that touches the rule sends the template's weights again, in the middle of a deployment, too.
 */
function putTemplateRule(
  book: RecordBook,
  owner: string,
  rule: Omit<RuleRecord, 'owner' | 'actions' | 'template'>,
  actions: readonly Action[],
): void {
  const template = JSON.stringify(actions);
  const former = book.former('rule', owner);
  const live = former?.arn === rule.arn && former.template === template ? former.actions : actions;
  book.removeFormer('rule', owner, rule.arn);
  putRule(book, { ...rule, owner, actions: live, template });
}

/** Each load balancer has a loopback address of its own, so that their ports never collide. */
function freeAddress(book: RecordBook, first: string): string {
  const taken = new Set(book.all('loadBalancer').map(({ address }) => address));
  const end = first.lastIndexOf('.') + 1;
  for (let last = Number(first.slice(end)); last < 255; last += 1) {
    const address = `${first.slice(0, end)}${last}`;
    if (!taken.has(address)) return address;
  }
  throw new Error(`there is a load balancer on every address from ${first} on, and none is left for another one`);
}

function ownerOf({ stack, logicalId }: ResourceContext): string {
  return `${stack}/${logicalId}`;
}
