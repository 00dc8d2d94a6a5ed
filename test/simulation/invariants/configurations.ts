import { isBeside } from '../../../core/domain/service.ts';
import { startsForward } from './acts.ts';
import type { Invariant } from './invariant.ts';

interface Configuration {
  readonly deploymentCircuitBreaker?: { readonly enable?: boolean; readonly rollback?: boolean };
  readonly lifecycleHooks?: readonly {
    readonly targetType?: string;
    readonly timeoutConfiguration?: { readonly action?: string };
  }[];
}

export const safeWithoutUs: Invariant = {
  id: 'B3',
  sentence: 'If Belay dies in the middle ECS goes back by itself: pauses of ours time out so, and breakers roll back',
  on: ['update'],
  watch: (world) => (happening) => {
    if (happening.kind !== 'update') return undefined;
    const { lifecycleHooks, deploymentCircuitBreaker: breaker } = read(happening.deploymentConfiguration);
    if (lifecycleHooks === undefined) return 'hooks are left out, which leaves those there are';
    const live = startsForward(world, happening.taskDefinition);
    if (live === undefined) return undefined;
    const pauses = lifecycleHooks.filter(({ targetType }) => targetType === 'PAUSE');
    if (pauses.some(({ timeoutConfiguration }) => timeoutConfiguration?.action !== 'ROLLBACK'))
      return `a pause of ${live.id} times out forward`;
    return isBeside(world.schedule.strategy) || (breaker?.enable === true && breaker.rollback === true)
      ? undefined
      : `the breaker of ${live.id} leaves the service where it falls`;
  },
};

function read(configuration: string): Configuration {
  return JSON.parse(configuration) as Configuration;
}
