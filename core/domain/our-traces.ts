import { readOwnerConfiguration } from './owner-configuration.ts';

/** What Belay leaves in a service's deploymentConfiguration while it deploys, told apart from what the owner has there. */
interface Hook {
  readonly targetType?: unknown;
  readonly hookTargetArn?: unknown;
  readonly lifecycleStages?: unknown;
}

/** The stages at which Belay pauses. Its one hook stands at exactly these. */
const OUR_STAGES = ['PRE_PRODUCTION_TRAFFIC_SHIFT', 'POST_PRODUCTION_TRAFFIC_SHIFT'];

export function isOurStage(stage: string | undefined): boolean {
  return stage !== undefined && OUR_STAGES.includes(stage);
}

/** Does a hook stand there as Belay sets it: one pause, at our stages and no other? */
export function hasOurPause(configuration: string): boolean {
  const { lifecycleHooks } = read(configuration);
  const hooks: readonly Hook[] = Array.isArray(lifecycleHooks) ? lifecycleHooks : [];
  return hooks.some(({ targetType, hookTargetArn, lifecycleStages: stages }) => {
    // DescribeServices may show of a PAUSE hook nothing but its stages.
    const isPause = targetType === 'PAUSE' || (targetType === undefined && hookTargetArn === undefined);
    return isPause && Array.isArray(stages) && stages.length === OUR_STAGES.length && stages.every(isOurStage);
  });
}

/** Is something of ours left in `now` that was not in `found`, the configuration as it was before our last deployment? */
export function hasTraceOfOurs(now: string, found: string, ourAlarms: readonly string[]): boolean {
  const before = readOwnerConfiguration(found).alarms;
  const added = readOwnerConfiguration(now).alarms.filter((alarm) => !before.includes(alarm));
  return (hasOurPause(now) && !hasOurPause(found)) || added.some((alarm) => ourAlarms.includes(alarm));
}

function read(configuration: string): Readonly<Record<string, unknown>> {
  const parsed: unknown = JSON.parse(configuration);
  return typeof parsed === 'object' && parsed !== null ? { ...parsed } : {};
}
