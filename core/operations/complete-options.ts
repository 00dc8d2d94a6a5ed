import { isRole } from '../domain/approver.ts';
import type { Check } from '../domain/check.ts';
import { partsOf, type ServiceKey } from '../domain/names.ts';
import type { Options } from '../domain/options.ts';
import { Refused } from '../domain/refused.ts';
import type { ServiceSettings } from '../domain/service.ts';
import { approversBeyond } from '../domain/settings-for.ts';
import type { StackDefaults } from '../domain/stack-defaults.ts';
import type { Ports } from '../ports.ts';
import { type CheckRequest, completeChecks } from './complete-checks.ts';
import { readService } from './read-service.ts';
import { refuseUnsent } from './refuse-unsent.ts';

/** How a deployment goes, as a person writes it. */
export type AskedOptions = Omit<Options, 'checks'> & { readonly checks?: boolean | readonly CheckRequest[] };

/** The options of a request in full. Refuses checks that could not be sent at their gate, and approvers that would never be enough. */
export async function completeOptions(
  ports: Pick<Ports, 'services' | 'ecs' | 'traffic'>,
  { service, by, options: { checks, ...options } }: Asked,
  defaults: Pick<StackDefaults, 'checkTimeout'>,
): Promise<Options> {
  if (typeof checks !== 'object' && options.approvers === undefined)
    return { ...options, ...(checks !== undefined && { checks }) };
  const { settings } = await readService(ports, service);
  refuseApprovers(settings, options, by);
  if (typeof checks !== 'object') return { ...options, ...(checks !== undefined && { checks }) };
  return { ...options, checks: await completed(ports, settings, checks, defaults) };
}

interface Asked {
  readonly service: ServiceKey;
  readonly by: string;
  readonly options: AskedOptions;
}

function refuseApprovers({ key, approval }: ServiceSettings, { approvers, approvals = 0 }: Options, by: string): void {
  if (approvers === undefined) return;
  const beyond = approversBeyond(approval, approvers);
  if (beyond.length > 0)
    throw new Refused(
      'BadRequest',
      `approval.approvers: ${beyond.join(', ')} may not approve what goes to ${key}. Name some of ${approval?.approvers.join(', ')}.`,
    );
  const needed = Math.max(approvals, approval?.count ?? 0);
  const others = approvers.filter((one) => one !== by);
  if (!approvers.some(isRole) && needed > others.length)
    throw new Refused(
      'BadRequest',
      `approval.approvers: ${needed} must approve, and ${others.length} of these may, because nobody approves what they asked for. Name more.`,
    );
}

async function completed(
  ports: Pick<Ports, 'ecs' | 'traffic'>,
  { key, cluster, containers }: ServiceSettings,
  asked: readonly CheckRequest[],
  { checkTimeout }: Pick<StackDefaults, 'checkTimeout'>,
): Promise<readonly Check[]> {
  const [container = ''] = Object.keys(containers);
  const checks = completeChecks(asked, { container, timeout: checkTimeout });
  const ecs = await ports.ecs.service(cluster, partsOf(key).name);
  // That ECS has no such service the plan says, with all else.
  if (ecs !== undefined) await refuseUnsent(ports, { key, checks }, ecs);
  return checks;
}
