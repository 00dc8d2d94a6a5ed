import validRange from 'semver/ranges/valid.js';
import { partsOf, type ServiceKey } from '../domain/names.ts';
import { Refused } from '../domain/refused.ts';
import type { ServiceSettings } from '../domain/service.ts';
import type { StackDefaults } from '../domain/stack-defaults.ts';
import { refuseUncounted } from '../domain/uncounted-requests.ts';
import type { Ports } from '../ports.ts';
import { type CheckRequest, completeChecks } from './complete-checks.ts';
import { completeSettings, type SaidOfService } from './complete-settings.ts';
import { refuseUnsent } from './refuse-unsent.ts';

/** What a person tells Belay about a service. */
export type ServiceRequest = Omit<
  ServiceSettings,
  | 'key'
  | 'updatedAt'
  | 'updatedBy'
  | 'madeAlarm'
  | 'checks'
  | 'rollback'
  | 'rollbackPoints'
  | 'strategy'
  | 'test'
  | 'pace'
> &
  SaidOfService & { readonly checks: readonly CheckRequest[] };

/**
 * Tells Belay about an ECS service, or changes what it was told. Touches nothing in ECS. A service that names no alarm gets one, where a
 * load balancer counts its answers; it goes when its owner names others.
 */
export async function putService(
  ports: Pick<Ports, 'services' | 'ecs' | 'traffic' | 'alarms' | 'clock'>,
  key: ServiceKey,
  request: ServiceRequest,
  by: string,
  defaults: StackDefaults,
): Promise<ServiceSettings> {
  if (request.policy.kind === 'semver' && validRange(request.policy.range) === null)
    throw new Refused(
      'BadRequest',
      `policy.range: "${request.policy.range}" is no semver range. Write one such as ">=1.0.0 <2".`,
    );
  const [container = ''] = Object.keys(request.containers);
  const checks = completeChecks(request.checks, { container, timeout: defaults.checkTimeout });
  const { name } = partsOf(key);
  const [ecs, before] = await Promise.all([ports.ecs.service(request.cluster, name), ports.services.get(key)]);
  if (ecs === undefined)
    throw new Refused(
      'NotRunning',
      `ECS has no service ${request.cluster}/${name}. Create it first, or correct the cluster.`,
    );
  const test = await refuseUnsent(ports, { key, checks }, ecs);
  const { settings: completed, alarm } = await completeSettings(ports, key, request, ecs, defaults);
  const [uncounted] = refuseUncounted({ key, minimumRequests: request.minimumRequests, pace: completed.pace }, ecs);
  if (uncounted !== undefined) throw uncounted;
  if (alarm !== undefined) await ports.alarms.make(alarm);
  const updatedAt = new Date(ports.clock.now()).toISOString();
  const settings: ServiceSettings = {
    ...request,
    ...completed,
    checks,
    ...(test && { test }),
    key,
    updatedAt,
    updatedBy: by,
  };
  await ports.services.put(settings);
  // Only now: no settings may name an alarm that is not there.
  const stale = before?.settings.madeAlarm;
  if (stale !== undefined && alarm === undefined) await ports.alarms.remove(stale);
  return settings;
}
