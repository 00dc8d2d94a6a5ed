import type { Check } from '../domain/check.ts';
import { partsOf, type ServiceKey } from '../domain/names.ts';
import type { StackDefaults } from '../domain/stack-defaults.ts';
import type { Ports } from '../ports.ts';
import { type CheckRequest, completeChecks } from './complete-checks.ts';
import { readService } from './read-service.ts';
import { refuseUnsent } from './refuse-unsent.ts';

/** The checks that a request brings for its deployment alone, in full. Refuses those that could not be sent at their gate. */
export async function completeAskedChecks(
  ports: Pick<Ports, 'services' | 'ecs' | 'traffic'>,
  key: ServiceKey,
  asked: readonly CheckRequest[],
  { checkTimeout }: Pick<StackDefaults, 'checkTimeout'>,
): Promise<readonly Check[]> {
  const { settings } = await readService(ports, key);
  const [container = ''] = Object.keys(settings.containers);
  const checks = completeChecks(asked, { container, timeout: checkTimeout });
  const ecs = await ports.ecs.service(settings.cluster, partsOf(key).name);
  // That ECS has no such service the plan says, with all else.
  if (ecs !== undefined) await refuseUnsent(ports, { key, checks }, ecs);
  return checks;
}
