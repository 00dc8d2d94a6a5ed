import { httpChecksAt } from '../domain/check.ts';
import type { ServiceSettings } from '../domain/service.ts';
import type { ServiceTruth } from '../domain/truth.ts';
import { refuseUnreachable } from '../domain/unreachable-checks.ts';
import { wiringOf } from '../domain/wiring.ts';
import type { Ports } from '../ports.ts';

/** Better now than at the gate: a rule that cannot be reached from outside answers no HTTP check. Gives where the test rule answers. */
export async function refuseUnsent(
  { traffic }: Pick<Ports, 'traffic'>,
  settings: Pick<ServiceSettings, 'key' | 'checks'>,
  ecs: ServiceTruth,
): Promise<ServiceSettings['test']> {
  const wiring = wiringOf(ecs);
  if (wiring === undefined) return undefined;
  let test: ServiceSettings['test'];
  for (const gate of ['before-traffic', 'after-bake'] as const) {
    if (httpChecksAt(settings.checks, gate).length === 0) continue;
    const endpoint = await (gate === 'before-traffic'
      ? traffic.testEndpoint(wiring)
      : traffic.productionEndpoint(wiring));
    const [refusal] = refuseUnreachable(settings, gate, wiring, endpoint !== undefined);
    if (refusal !== undefined) throw refusal;
    if (gate === 'before-traffic' && endpoint !== undefined && wiring.testRule !== undefined)
      test = { ...endpoint, rule: wiring.testRule };
  }
  return test;
}
