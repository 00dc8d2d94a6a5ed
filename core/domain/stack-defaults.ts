import { partsOf, type ServiceKey } from './names.ts';
import type { ApprovalPolicy, StrategyName } from './service.ts';

/** What the owner of the stack decided for services that say nothing themselves: from variables that were read when it was synthesized. */
export interface StackDefaults {
  /** Seconds for one try of an HTTP check. */
  readonly checkTimeout: number;
  readonly rollback: {
    readonly automatic: boolean;
    /** Percent. */
    readonly threshold: number;
  };
  readonly strategy: 'auto' | StrategyName;
  /** By environment, where it is another one. */
  readonly strategies: Readonly<Record<string, 'auto' | StrategyName>>;
  /** Rollback points of a service that are kept. */
  readonly keep: number;
  /** Does what goes to production need an approval? */
  readonly approveProduction: boolean;
}

/** Seconds in which an approval must come. */
const DEADLINE = 24 * 60 * 60;

/** What a service that says nothing about approvals gets: in production one person beside who asked, if the stack says so. */
export function approvalByDefault(key: ServiceKey, { approveProduction }: StackDefaults): ApprovalPolicy | undefined {
  if (!approveProduction || partsOf(key).environment !== 'production') return undefined;
  return { count: 1, approvers: [], deadline: DEADLINE };
}

/** The strategy of a service that names none. */
export function strategyByDefault(key: ServiceKey, { strategy, strategies }: StackDefaults): 'auto' | StrategyName {
  return new Map(Object.entries(strategies)).get(partsOf(key).environment) ?? strategy;
}
