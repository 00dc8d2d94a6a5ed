import { type MadeAlarm, madeAlarmName, ownAlarms } from '../domain/made-alarm.ts';
import type { ServiceKey } from '../domain/names.ts';
import type { RollbackSettings, ServiceSettings } from '../domain/service.ts';
import { approvalByDefault, type StackDefaults, strategyByDefault } from '../domain/stack-defaults.ts';
import type { ServiceTruth } from '../domain/truth.ts';
import type { Ports } from '../ports.ts';
import { readPace } from './read-pace.ts';

/** What was said of how a service goes out and back, and who agrees; what is left open the stack says. */
export interface SaidOfService {
  readonly strategy?: ServiceSettings['strategy'] | undefined;
  readonly rollbackPoints?: { readonly keep?: number | undefined; readonly retention?: number | undefined } | undefined;
  readonly alarms: readonly string[];
  readonly approval?: ServiceSettings['approval'] | undefined;
  readonly rollback: Pick<RollbackSettings, 'minimumRequests' | 'patterns'> & {
    readonly automatic?: boolean | undefined;
    readonly threshold?: number | undefined;
  };
}

/** Settings that hold, with what was read of its load balancer; and the alarm that they name and Belay is to make first. */
export interface CompletedSettings {
  readonly settings: Pick<ServiceSettings, 'alarms' | 'madeAlarm' | 'approval' | 'strategy'> &
    Required<Pick<ServiceSettings, 'rollback' | 'rollbackPoints' | 'pace'>>;
  readonly alarm?: MadeAlarm;
}

/** Completes what was said of a service, however Belay comes to know it. Only reads. */
export async function completeSettings(
  ports: Pick<Ports, 'traffic'>,
  key: ServiceKey,
  said: SaidOfService,
  ecs: Pick<ServiceTruth, 'loadBalancers'>,
  defaults: StackDefaults,
): Promise<CompletedSettings> {
  const { automatic = defaults.rollback.automatic, threshold = defaults.rollback.threshold } = said.rollback;
  const rollback = { ...said.rollback, automatic, threshold };
  const own = ownAlarms(key, said.alarms);
  const [pace, alarm] = await Promise.all([
    readPace(ports, ecs),
    own.length === 0 ? alarmFor(ports, key, ecs, rollback) : undefined,
  ]);
  const approval = said.approval ?? approvalByDefault(key, defaults);
  return {
    settings: {
      strategy: said.strategy ?? strategyByDefault(key, defaults),
      rollbackPoints: { ...said.rollbackPoints, keep: said.rollbackPoints?.keep ?? defaults.keep },
      alarms: alarm === undefined ? own : [alarm.name],
      ...(alarm && { madeAlarm: alarm.name }),
      rollback,
      pace,
      ...(approval && { approval }),
    },
    ...(alarm && { alarm }),
  };
}

/** The alarm of a service that has none of its own. `undefined`: no application load balancer stands in front of it, so nothing counts its answers. */
async function alarmFor(
  ports: Pick<Ports, 'traffic'>,
  service: ServiceKey,
  { loadBalancers }: Pick<ServiceTruth, 'loadBalancers'>,
  { threshold, minimumRequests }: RollbackSettings,
): Promise<MadeAlarm | undefined> {
  const targetGroups = loadBalancers.flatMap(({ targetGroup, alternate }) => [
    targetGroup,
    ...(alternate ? [alternate] : []),
  ]);
  const groups = await ports.traffic.balancers(targetGroups);
  return groups.length === 0
    ? undefined
    : { name: madeAlarmName(service), service, groups, threshold, minimumRequests };
}
