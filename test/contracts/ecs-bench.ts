import type { Ecs } from '../../core/ports.ts';

/** A cluster with one service `web`: two tasks of one version, wired for blue/green, no hooks, managed by Belay. */
export interface EcsBench {
  readonly ecs: Ecs;
  readonly cluster: string;
  /** The ARN of the task definition that runs at the start. */
  readonly first: string;
  /** The name of a new image whose containers behave so. */
  image(behaviour: 'good' | 'crash'): string;
  deregister(taskDefinition: string): Promise<void>;
  /** All running tasks say that they have work in hand. */
  protect(): Promise<void>;
  /** The alarm `errors` goes to ALARM. */
  alarm(): void;
  pass(minutes: number): Promise<void>;
  /** Lets the commands of tasks beside the service end as they will. */
  settle(): Promise<void>;
}

/** Registers a version of the service beside the first, and gives its task definition. */
export function aVersionOf({ ecs, first, image }: EcsBench, behaviour: 'good' | 'crash' = 'good'): Promise<string> {
  return ecs.registerTaskDefinition(first, 'be-active', { web: image(behaviour) }, { 'belay:deployment': 'd' });
}

/** A deploymentConfiguration as Belay sends it: all of it. */
export function configurationOf(strategy: string, more: object = {}): string {
  const beside = strategy === 'ROLLING' ? {} : { bakeTimeInMinutes: 1 };
  return JSON.stringify({ strategy, ...beside, lifecycleHooks: [], ...more });
}

/** Blue/green with the two pauses of Belay. */
export const PAUSES = configurationOf('BLUE_GREEN', {
  lifecycleHooks: ['PRE_PRODUCTION_TRAFFIC_SHIFT', 'POST_PRODUCTION_TRAFFIC_SHIFT'].map((stage) => ({
    targetType: 'PAUSE',
    lifecycleStages: [stage],
    timeoutConfiguration: { timeoutInMinutes: 60, action: 'ROLLBACK' },
  })),
});
