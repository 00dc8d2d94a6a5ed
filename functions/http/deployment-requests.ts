import type { z } from 'zod/mini';
import { expectedOf } from '../../core/domain/agreed.ts';
import { directionOf } from '../../core/domain/direction.ts';
import { parseServiceKey } from '../../core/domain/names.ts';
import type { StackDefaults } from '../../core/domain/stack-defaults.ts';
import { type AskedOptions, completeOptions } from '../../core/operations/complete-options.ts';
import type { DeployRequest } from '../../core/operations/deploy.ts';
import { makePlan, type PlanRequest, planToRun } from '../../core/operations/make-plan.ts';
import { resolveVersion } from '../../core/operations/resolve-version.ts';
import type { Ports } from '../../core/ports.ts';
import type * as schemas from './deployment-schemas.ts';
import { repositoryOf } from './request.ts';

type Asked = Omit<z.infer<typeof schemas.DeploymentBody>, 'at' | 'whenBusy'>;

/** What the deployment would do: a plan that is there, or one that is made. */
export async function planOf(
  ports: Ports,
  defaults: StackDefaults,
  { plan, service = '', version = '', ...body }: Asked,
  by: string,
) {
  if (plan !== undefined) return planToRun(ports, plan);
  return makePlan(ports, await wantedOf(ports, defaults, { ...body, service, version }, by));
}

/** What is to be deployed: by a plan, or as it is said here. */
export async function requestOf(
  ports: Ports,
  defaults: StackDefaults,
  body: Asked,
  by: string,
): Promise<DeployRequest> {
  const { plan, service, version, reason = 'asked for' } = body;
  if (plan !== undefined) {
    const planned = await planToRun(ports, plan);
    const { to, repository, strategy, options, first, forced } = planned;
    // Which way it leads was said when it was planned.
    const direction = directionOf(planned.from?.version, to.version);
    const expected = expectedOf(planned.plan);
    const asked = { service: planned.service, to, repository, strategy, options, first, direction, expected };
    return { ...asked, ...(forced && { forced }), by, reason, whenBusy: 'refuse' };
  }
  const wanted = await wantedOf(ports, defaults, { ...body, service: service ?? '', version: version ?? '' }, by);
  return { ...wanted, reason, whenBusy: 'refuse' };
}

/** A version by name becomes an image by digest here, and stays it. */
async function wantedOf(
  ports: Ports,
  defaults: StackDefaults,
  body: z.infer<typeof schemas.PlanBody>,
  by: string,
): Promise<PlanRequest> {
  const { service: name, version, strategy, first, force, direction, reason = 'asked for', ...rest } = body;
  const service = parseServiceKey(name);
  const repository = await repositoryOf(ports, service);
  const to = await resolveVersion(ports, repository, version);
  const options = await completeOptions(ports, { service, by, options: optionsOf(rest) }, defaults);
  return {
    service,
    to,
    repository,
    strategy,
    options,
    first,
    direction,
    by,
    ...(force && { forced: { by, reason } }),
  };
}

type Said = Omit<
  z.infer<typeof schemas.PlanBody>,
  'service' | 'version' | 'strategy' | 'first' | 'force' | 'direction' | 'reason'
>;

function optionsOf({ rollback, approval, timeouts, ...flat }: Said): AskedOptions {
  const { count: approvals, approvers, deadline: approvalDeadline } = approval ?? {};
  const given = {
    ...flat,
    automatic: rollback?.automatic,
    approvals,
    approvers,
    approvalDeadline,
    update: timeouts?.update,
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}
