/** A deployment as the list of steps that it goes through. */
import type {
  DeploymentConfiguration,
  DeploymentLifecycleHookStage,
  ServiceDeploymentLifecycleStage,
} from '@aws-sdk/client-ecs';
import type { Switches } from '../switches.ts';

export type HookStage = DeploymentLifecycleHookStage;
export type Stage = HookStage | ServiceDeploymentLifecycleStage;

/** One step: something is done at a stage, then hooks run there. A stage can take several steps. */
export type Step = { readonly stage: Stage; readonly hooks: 'all' | 'lambdaOnly' | 'none' } & (
  | { readonly act: 'pass' | 'reconcile' | 'scaleUp' | 'roll' | 'shiftTest' | 'cleanUp' }
  /** `share`: percent of the production traffic that the target revision gets. */
  | { readonly act: 'shiftProduction'; readonly share: number }
  | { readonly act: 'bake'; readonly minutes: number }
);

export interface Circumstances {
  readonly configuration: DeploymentConfiguration;
  /** More than one revision runs already. */
  readonly reconcile: boolean;
  /** Nothing runs that traffic could be shared with. */
  readonly first: boolean;
  readonly testRule: boolean;
  readonly alarmsWatched: boolean;
}

const hooksAt = (stage: Stage): Step => ({ stage, act: 'pass', hooks: 'all' });
const bake = (stage: Stage, minutes: number): Step => ({ stage, act: 'bake', minutes, hooks: 'none' });
const CLEAN_UP: Step = { stage: 'CLEAN_UP', act: 'cleanUp', hooks: 'none' };

export function stepsForward(circumstances: Circumstances, switches: Switches): Step[] {
  const { configuration } = circumstances;
  if (configuration.strategy === 'ROLLING') return rolling(circumstances, switches);
  const test = circumstances.testRule || switches.testStagesWithoutTestRule === 'happen';
  return [
    ...(circumstances.reconcile ? [{ stage: 'RECONCILE_SERVICE', act: 'reconcile', hooks: 'all' } as const] : []),
    hooksAt('PRE_SCALE_UP'),
    { stage: 'SCALE_UP', act: 'scaleUp', hooks: 'none' },
    hooksAt('POST_SCALE_UP'),
    ...(test ? [{ stage: 'TEST_TRAFFIC_SHIFT', act: 'shiftTest', hooks: 'all' } as const] : []),
    ...(test ? [hooksAt('POST_TEST_TRAFFIC_SHIFT')] : []),
    ...shifts(circumstances, switches),
    hooksAt('POST_PRODUCTION_TRAFFIC_SHIFT'),
    bake('BAKE_TIME', configuration.bakeTimeInMinutes ?? 0),
    CLEAN_UP,
  ];
}

function rolling({ configuration, alarmsWatched, reconcile }: Circumstances, switches: Switches): Step[] {
  const minutes = configuration.bakeTimeInMinutes ?? switches.derivedAlarmBakeMinutes;
  return [
    ...(reconcile ? [{ stage: 'RECONCILE_SERVICE', act: 'reconcile', hooks: 'all' } as const] : []),
    hooksAt('PRE_SCALE_UP'),
    { stage: 'SCALE_UP', act: 'roll', hooks: 'none' },
    hooksAt('POST_SCALE_UP'),
    ...(alarmsWatched ? [bake('BAKE_TIME', minutes)] : []),
    CLEAN_UP,
  ];
}

function shifts({ configuration, first }: Circumstances, switches: Switches): Step[] {
  const { shares, minutes } = plannedShares(configuration);
  return shares.flatMap((share, index) => {
    const lastStepsBake = index > 0 && switches.stepHook === 'beforeStepBake';
    const ownBake = index < shares.length - 1 && switches.stepHook === 'afterStepBake';
    return [
      hooksAt('PRE_PRODUCTION_TRAFFIC_SHIFT'),
      ...(lastStepsBake ? [bake('PRODUCTION_TRAFFIC_SHIFT', minutes)] : []),
      { stage: 'PRODUCTION_TRAFFIC_SHIFT', act: 'shiftProduction', share: first ? 100 : share, hooks: 'all' } as const,
      ...(ownBake ? [bake('PRODUCTION_TRAFFIC_SHIFT', minutes)] : []),
    ];
  });
}

function plannedShares(configuration: DeploymentConfiguration): { shares: number[]; minutes: number } {
  switch (configuration.strategy) {
    case 'CANARY': {
      const { canaryPercent = 5, canaryBakeTimeInMinutes = 10 } = configuration.canaryConfiguration ?? {};
      return { shares: canaryPercent >= 100 ? [100] : [canaryPercent, 100], minutes: canaryBakeTimeInMinutes };
    }
    case 'LINEAR': {
      const { stepPercent = 10, stepBakeTimeInMinutes = 6 } = configuration.linearConfiguration ?? {};
      const count = Math.ceil(Number((100 / stepPercent).toFixed(6)));
      const shares = Array.from({ length: count }, (_, index) => Math.min(100, tenths((index + 1) * stepPercent)));
      return { shares, minutes: stepBakeTimeInMinutes };
    }
    default:
      return { shares: [100], minutes: 0 };
  }
}

/** Weights go in steps of a tenth of a percent; sums of binary fractions do not. */
export function tenths(percent: number): number {
  return Math.round(percent * 10) / 10;
}

/** Whether a deployment replaces tasks one by one in a target group, or moves traffic from one fleet to another. */
export type Manner = 'roll' | 'shift';

/** The way back to a revision: its capacity first, then traffic, then the end of the new tasks. */
export function stepsBack(manner: Manner, forward: readonly Step[], capacityThere: boolean): Step[] {
  if (manner === 'roll') return [{ stage: 'SCALE_UP', act: 'roll', hooks: 'none' }, CLEAN_UP];
  const reached = (act: Step['act']): boolean => forward.some((step) => step.act === act);
  const production = reached('shiftProduction') ? 'lambdaOnly' : 'none';
  return [
    ...(capacityThere ? [] : [{ stage: 'SCALE_UP', act: 'scaleUp', hooks: 'none' } as const]),
    { stage: 'PRODUCTION_TRAFFIC_SHIFT', act: 'shiftProduction', share: 0, hooks: production },
    ...(reached('shiftTest') ? [{ stage: 'TEST_TRAFFIC_SHIFT', act: 'shiftTest', hooks: 'lambdaOnly' } as const] : []),
    CLEAN_UP,
  ];
}
