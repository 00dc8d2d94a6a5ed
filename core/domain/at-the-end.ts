import { httpChecksAt, taskChecksAt } from './check.ts';
import type { Plan } from './deployment.ts';
import { isWatchedByEcs } from './deployment-configuration.ts';
import type { ServiceSettings } from './service.ts';

/** What comes after the last task is new, where tasks are replaced in place: ECS holds no gate there. */
export interface AtTheEnd {
  /** Is there anything to judge that ECS does not watch? */
  readonly judged: boolean;
  /** Who holds the bake. ECS bakes only under alarms; `nobody`: there is nothing that a bake could show. */
  readonly watchedBy: 'ecs' | 'belay' | 'nobody';
}

/** `found`: the configuration of the service in ECS, JSON text. */
export function atTheEnd(
  plan: Pick<Plan, 'alarms' | 'automatic' | 'bake' | 'patterns'>,
  { checks, minimumRequests }: ServiceSettings,
  found: string,
): AtTheEnd {
  const byEcs = isWatchedByEcs(plan, found);
  const judged =
    plan.patterns !== undefined ||
    minimumRequests > 0 ||
    httpChecksAt(checks, 'after-bake').length > 0 ||
    taskChecksAt(checks, 'after-bake').length > 0 ||
    (plan.alarms.length > 0 && !byEcs);
  return { judged, watchedBy: byEcs ? 'ecs' : judged && plan.bake > 0 ? 'belay' : 'nobody' };
}
