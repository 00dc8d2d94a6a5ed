import type { RuleState, Target } from '@aws-sdk/client-eventbridge';
import { arn } from '../kernel/account.ts';

export const DEFAULT_BUS = 'default';

/** A bus, as it is kept. Times are milliseconds since 1970. */
export interface Bus {
  readonly name: string;
  readonly description?: string | undefined;
  readonly createdAt: number;
}

/** A rule with its targets, as it is kept. */
export interface Rule {
  readonly bus: string;
  readonly name: string;
  readonly pattern?: string | undefined;
  readonly schedule?: string | undefined;
  readonly state: RuleState;
  readonly description?: string | undefined;
  readonly roleArn?: string | undefined;
  readonly targets: readonly Target[];
  /** When a rule with a schedule fires next. */
  readonly dueAt?: number | undefined;
}

export function busArn(name: string): string {
  return arn('events', `event-bus/${name}`);
}

/** The name of a bus that is given by name or ARN. */
export function busName(nameOrArn: string | undefined): string {
  return nameOrArn === undefined || nameOrArn === '' ? DEFAULT_BUS : nameOrArn.slice(nameOrArn.lastIndexOf('/') + 1);
}

export function ruleArn({ bus, name }: Pick<Rule, 'bus' | 'name'>): string {
  return arn('events', bus === DEFAULT_BUS ? `rule/${name}` : `rule/${bus}/${name}`);
}
