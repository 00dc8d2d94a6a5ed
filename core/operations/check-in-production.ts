import { httpChecksAt } from '../domain/check.ts';
import { partsOf } from '../domain/names.ts';
import type { ServiceSettings } from '../domain/service.ts';
import { refuseUnreachable } from '../domain/unreachable-checks.ts';
import { wiringOf } from '../domain/wiring.ts';
import type { Ports } from '../ports.ts';
import { runHttpChecks } from './run-http-checks.ts';

/**
 * Sends the HTTP checks that follow a bake through the production rule, which leads to the new version by then. Gives a sentence for each
 * that failed. Without such a rule nothing is sent; `ChecksUnreachable` where it became internal since the service was put.
 */
export async function checkInProduction(
  ports: Pick<Ports, 'ecs' | 'traffic' | 'probe' | 'clock'>,
  settings: ServiceSettings,
): Promise<readonly string[]> {
  const checks = httpChecksAt(settings.checks, 'after-bake');
  if (checks.length === 0) return [];
  const ecs = await ports.ecs.service(settings.cluster, partsOf(settings.key).name);
  const wiring = ecs && wiringOf(ecs);
  const endpoint = wiring && (await ports.traffic.productionEndpoint(wiring));
  const [refusal] = refuseUnreachable(settings, 'after-bake', wiring, endpoint !== undefined);
  if (refusal !== undefined) throw refusal;
  return endpoint === undefined ? [] : runHttpChecks(ports, checks, endpoint);
}
