import type {
  DescribeListenersInput,
  DescribeListenersOutput,
  DescribeLoadBalancerAttributesInput,
  DescribeLoadBalancerAttributesOutput,
  DescribeLoadBalancersInput,
  DescribeLoadBalancersOutput,
  DescribeRulesInput,
  DescribeRulesOutput,
  DescribeTagsInput,
  DescribeTagsOutput,
  DescribeTargetGroupAttributesInput,
  DescribeTargetGroupAttributesOutput,
  DescribeTargetGroupsInput,
  DescribeTargetGroupsOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { AwsError } from '../kernel/aws-error.ts';
import { type Operations, operation } from '../kernel/aws-service.ts';
import { describeListener, describeLoadBalancer, describeRule, describeTargetGroup } from './describe-records.ts';
import { find, notFound } from './find.ts';
import type { RecordBook } from './record-book.ts';
import type { Kind, Records } from './records.ts';
import { defaultRuleOf } from './set-weights.ts';
import type { TargetPools } from './target-pools.ts';

/** The operations that only read. AWS knows no permissions by resource for them. */
export function describeOperations(book: RecordBook, pools: TargetPools): Operations {
  return {
    DescribeLoadBalancers: operation<DescribeLoadBalancersInput, DescribeLoadBalancersOutput>({
      permissions: () => anything('DescribeLoadBalancers'),
      run: ({ LoadBalancerArns, Names, PageSize, Marker }) => {
        const { items, next } = paged(named(book, 'loadBalancer', LoadBalancerArns, Names), PageSize, Marker);
        return { LoadBalancers: items.map(describeLoadBalancer), NextMarker: next };
      },
    }),
    DescribeListeners: operation<DescribeListenersInput, DescribeListenersOutput>({
      permissions: () => anything('DescribeListeners'),
      run: ({ LoadBalancerArn, ListenerArns, PageSize, Marker }) => {
        oneOf({ LoadBalancerArn, ListenerArns });
        const all =
          LoadBalancerArn === undefined ? chosen(book, 'listener', ListenerArns) : listenersOf(book, LoadBalancerArn);
        const { items, next } = paged(all, PageSize, Marker);
        return { Listeners: items.map((one) => describeListener(one, defaultRuleOf(book, one.arn))), NextMarker: next };
      },
    }),
    DescribeRules: operation<DescribeRulesInput, DescribeRulesOutput>({
      permissions: () => anything('DescribeRules'),
      run: ({ ListenerArn, RuleArns, PageSize, Marker }) => {
        oneOf({ ListenerArn, RuleArns });
        const all = ListenerArn === undefined ? chosen(book, 'rule', RuleArns) : rulesOf(book, ListenerArn);
        const { items, next } = paged(all, PageSize, Marker);
        return { Rules: items.map(describeRule), NextMarker: next };
      },
    }),
    DescribeTargetGroups: operation<DescribeTargetGroupsInput, DescribeTargetGroupsOutput>({
      permissions: () => anything('DescribeTargetGroups'),
      run: ({ LoadBalancerArn, TargetGroupArns, Names, PageSize, Marker }) => {
        const all = named(book, 'targetGroup', TargetGroupArns, Names).map((record) => ({
          record,
          at: pools.loadBalancersOf(record.arn),
        }));
        if (LoadBalancerArn !== undefined) find(book, 'loadBalancer', LoadBalancerArn);
        const wanted = all.filter(({ at }) => LoadBalancerArn === undefined || at.includes(LoadBalancerArn));
        const { items, next } = paged(wanted, PageSize, Marker);
        return { TargetGroups: items.map(({ record, at }) => describeTargetGroup(record, at)), NextMarker: next };
      },
    }),
    DescribeTargetGroupAttributes: operation<DescribeTargetGroupAttributesInput, DescribeTargetGroupAttributesOutput>({
      permissions: () => anything('DescribeTargetGroupAttributes'),
      run: ({ TargetGroupArn }) => ({ Attributes: listed(find(book, 'targetGroup', TargetGroupArn).attributes) }),
    }),
    DescribeLoadBalancerAttributes: operation<
      DescribeLoadBalancerAttributesInput,
      DescribeLoadBalancerAttributesOutput
    >({
      permissions: () => anything('DescribeLoadBalancerAttributes'),
      run: ({ LoadBalancerArn }) => ({ Attributes: listed(find(book, 'loadBalancer', LoadBalancerArn).attributes) }),
    }),
    DescribeTags: operation<DescribeTagsInput, DescribeTagsOutput>({
      permissions: () => anything('DescribeTags'),
      run: ({ ResourceArns = [] }) => ({
        TagDescriptions: ResourceArns.map((arn) => ({
          ResourceArn: arn,
          Tags: [...find(book, kindOf(arn), arn).tags],
        })),
      }),
    }),
  };
}

function named<K extends 'loadBalancer' | 'targetGroup'>(
  book: RecordBook,
  kind: K,
  arns: readonly string[] | undefined,
  names: readonly string[] | undefined,
): readonly Records[K][] {
  if (names === undefined) return chosen(book, kind, arns);
  return names.map((name) => {
    const record = book.all(kind).find((one) => one.name === name);
    if (record === undefined) throw notFound(kind, name);
    return record;
  });
}

function chosen<K extends Kind>(book: RecordBook, kind: K, arns: readonly string[] | undefined): readonly Records[K][] {
  return arns === undefined ? book.all(kind) : arns.map((arn) => find(book, kind, arn));
}

function listenersOf(book: RecordBook, loadBalancer: string) {
  find(book, 'loadBalancer', loadBalancer);
  return book.all('listener').filter((one) => one.loadBalancer === loadBalancer);
}

function rulesOf(book: RecordBook, listener: string) {
  find(book, 'listener', listener);
  const order = ({ priority }: Records['rule']) => (priority === 'default' ? Number.POSITIVE_INFINITY : priority);
  return book
    .all('rule')
    .filter((one) => one.listener === listener)
    .sort((a, b) => order(a) - order(b));
}

/** Which kind an ARN is of. */
export function kindOf(arn: string): Kind {
  if (arn.includes(':loadbalancer/')) return 'loadBalancer';
  if (arn.includes(':targetgroup/')) return 'targetGroup';
  if (arn.includes(':listener-rule/')) return 'rule';
  if (arn.includes(':listener/')) return 'listener';
  throw new AwsError('ValidationError', `'${arn}' is not a valid ARN of a load balancing resource`);
}

function paged<Item>(
  all: readonly Item[],
  size = 400,
  marker?: string,
): { readonly items: readonly Item[]; readonly next: string | undefined } {
  const start = Number(marker ?? 0);
  if (!Number.isInteger(start) || start < 0) throw new AwsError('ValidationError', `Invalid marker: ${marker}`);
  const end = start + size;
  return { items: all.slice(start, end), next: end < all.length ? String(end) : undefined };
}

function oneOf(given: Readonly<Record<string, unknown>>): void {
  const count = Object.values(given).filter((value) => value !== undefined).length;
  if (count !== 1)
    throw new AwsError('ValidationError', `Exactly one of ${Object.keys(given).join(' and ')} must be specified`);
}

function listed(attributes: Readonly<Record<string, string>>) {
  return Object.entries(attributes).map(([Key, Value]) => ({ Key, Value }));
}

function anything(action: string) {
  return [{ action: `elasticloadbalancing:${action}`, resource: '*' }];
}
