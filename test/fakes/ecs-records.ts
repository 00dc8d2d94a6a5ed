import type { Digest } from '../../core/domain/names.ts';

/** What a fake ECS keeps of a task definition. */
export interface TaskDefinition {
  readonly arn: string;
  /** Container → image URI by digest. */
  readonly images: Readonly<Record<string, string>>;
  active: boolean;
}

/** A service revision, with the tasks that it has now. */
export interface Revision {
  readonly arn: string;
  readonly taskDefinition: string;
  readonly digests: Readonly<Record<string, Digest>>;
  readonly group: string | undefined;
  healthy: number;
}

/** What ECS tells EventBridge, as far as Belay listens. */
export type EcsEvent =
  | { readonly kind: 'deployment' }
  | { readonly kind: 'hook'; readonly deployment: string }
  | { readonly kind: 'task'; readonly task: string; readonly taskDefinition: string; readonly why: string };

/** The parts of a deploymentConfiguration that this ECS obeys. */
export interface Configuration {
  readonly strategy?: 'ROLLING' | 'BLUE_GREEN' | 'CANARY' | 'LINEAR';
  readonly canaryConfiguration?: { readonly canaryPercent: number };
  readonly linearConfiguration?: { readonly stepPercent: number };
  readonly minimumHealthyPercent?: number;
  readonly bakeTimeInMinutes?: number;
  readonly deploymentCircuitBreaker?: {
    readonly enable: boolean;
    readonly rollback: boolean;
    readonly thresholdConfiguration?: { readonly value: number };
  };
  readonly alarms?: { readonly alarmNames: readonly string[]; readonly enable: boolean; readonly rollback: boolean };
  readonly lifecycleHooks?: readonly Hook[];
}

interface Hook {
  readonly targetType?: string;
  readonly lifecycleStages: readonly string[];
  readonly timeoutConfiguration?: { readonly timeoutInMinutes: number; readonly action: 'ROLLBACK' | 'CONTINUE' };
}

/** The port carries JSON text; tests write what ECS would take. */
export function readConfiguration(text: string): Configuration {
  return JSON.parse(text) as Configuration;
}
