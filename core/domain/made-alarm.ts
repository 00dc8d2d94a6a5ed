import { partsOf, type ServiceKey } from './names.ts';
import type { Options } from './options.ts';
import type { ServiceSettings } from './service.ts';

/** The alarm that Belay makes for a service without one: the share of 5xx among the answers of either of its target groups. */
export interface MadeAlarm {
  readonly name: string;
  readonly service: ServiceKey;
  /** Target group ARNs with the ARN of their load balancer. Both, because they change roles with every blue/green deployment. */
  readonly groups: readonly { readonly targetGroup: string; readonly balancer: string }[];
  /** Percent of the answers of one minute. */
  readonly threshold: number;
  /** Requests that a group must have had in that minute: one error among three answers says nothing. */
  readonly minimumRequests: number;
}

export function madeAlarmName(key: ServiceKey): string {
  const { environment, name } = partsOf(key);
  return `belay-${environment}-${name}-5xx`;
}

/** The owner's alarms: those that Belay did not make. A service that is written back as it was read names ours too. */
export function ownAlarms(key: ServiceKey, alarms: readonly string[]): readonly string[] {
  return alarms.filter((name) => name !== madeAlarmName(key));
}

/** May an alarm or a failed gate take a deployment back without a person? `asked` is of the deployment. */
export function mayGoBackByItself({ rollback }: Pick<ServiceSettings, 'rollback'>, asked?: Options): boolean {
  return asked?.automatic ?? rollback?.automatic ?? true;
}
