import type { Reading } from './findings/reading.ts';
import { readOwnerConfiguration } from './owner-configuration.ts';
import { seenOf } from './seen.ts';
import type { TimeFacts } from './time-plan.ts';

/** Seconds between SIGTERM and SIGKILL where a container names none. */
const STOP_TIMEOUT = 30;

/** What the time of a deployment depends on, out of what was read; `asked` is what the plan decides. */
export function timeFactsOf(
  { ecs, groups, taskDefinition }: Pick<Reading, 'ecs' | 'groups' | 'taskDefinition'>,
  asked: Pick<TimeFacts, 'strategy' | 'bakes' | 'graceful' | 'past' | 'coldBack' | 'rehearsed' | 'timeouts'>,
): TimeFacts {
  const service = seenOf(ecs);
  const seen = Object.values(groups).flatMap((look) => seenOf(look) ?? []);
  const stops = seenOf(taskDefinition)?.containers.map(({ stopTimeout = STOP_TIMEOUT }) => stopTimeout) ?? [];
  const isNetwork = seen.some(({ balancer }) => balancer?.kind === 'network');
  const limits = service === undefined ? undefined : readOwnerConfiguration(service.deploymentConfiguration);
  return {
    ...asked,
    tasks: service?.desiredCount ?? 0,
    minimumHealthyPercent: limits?.minimumHealthyPercent ?? 100,
    maximumPercent: limits?.maximumPercent ?? 200,
    healthCheckGrace: service?.healthCheckGrace ?? 0,
    untilHealthy: Math.max(0, ...seen.map(({ untilHealthy }) => untilHealthy)),
    deregistrationDelay: Math.max(0, ...seen.map(({ deregistrationDelay }) => deregistrationDelay)),
    stopTimeout: Math.max(STOP_TIMEOUT, ...stops),
    balancer: isNetwork ? 'network' : seen.length > 0 ? 'application' : 'none',
  };
}
