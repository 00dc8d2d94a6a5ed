/** What is kept of load balancers, target groups, listeners and rules. */
import type { Action, RuleCondition, Tag } from '@aws-sdk/client-elastic-load-balancing-v2';

interface Common {
  readonly arn: string;
  /** `<stack>/<logical id>`; `undefined` when the API made it. */
  readonly owner: string | undefined;
  readonly tags: readonly Tag[];
}

export interface LoadBalancerRecord extends Common {
  readonly name: string;
  /** The loopback address that its listeners are bound to. */
  readonly address: string;
  readonly scheme: 'internet-facing' | 'internal';
  readonly subnets: readonly string[];
  readonly securityGroups: readonly string[];
  readonly attributes: Readonly<Record<string, string>>;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
}

export interface TargetGroupRecord extends Common {
  readonly name: string;
  readonly port: number;
  readonly targetType: 'ip' | 'instance';
  readonly vpc: string | undefined;
  readonly healthCheck: HealthCheck;
  readonly attributes: Readonly<Record<string, string>>;
}

export interface HealthCheck {
  readonly path: string;
  /** `traffic-port` or a number. */
  readonly port: string;
  readonly intervalSeconds: number;
  readonly timeoutSeconds: number;
  readonly healthyThreshold: number;
  readonly unhealthyThreshold: number;
  /** Accepted status codes as AWS writes them: `200`, `200,204` or `200-299`. */
  readonly matcher: string;
}

export interface ListenerRecord extends Common {
  readonly loadBalancer: string;
  readonly port: number;
}

/** A rule; each listener has one of priority `default`, which holds its default actions. */
export interface RuleRecord extends Common {
  readonly listener: string;
  readonly priority: number | 'default';
  readonly conditions: readonly RuleCondition[];
  /** What is in force: weights that were changed since the template made it are here. */
  readonly actions: readonly Action[];
  /** The actions as the template last gave them, as JSON text. */
  readonly template: string | undefined;
}

export interface Records {
  readonly loadBalancer: LoadBalancerRecord;
  readonly targetGroup: TargetGroupRecord;
  readonly listener: ListenerRecord;
  readonly rule: RuleRecord;
}

export type Kind = keyof Records;
