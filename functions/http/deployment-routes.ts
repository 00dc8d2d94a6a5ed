import type { Context } from 'hono';
import type { Hono } from 'hono/tiny';
import type { z } from 'zod/mini';
import { directionOf } from '../../core/domain/direction.ts';
import { parseDeploymentId, parseDigest, parseServiceKey } from '../../core/domain/names.ts';
import { Refused } from '../../core/domain/refused.ts';
import type { StackDefaults } from '../../core/domain/stack-defaults.ts';
import { approve } from '../../core/operations/approve.ts';
import { askForDeployment } from '../../core/operations/ask-for-deployment.ts';
import { cancel } from '../../core/operations/cancel.ts';
import { type AskedOptions, completeOptions } from '../../core/operations/complete-options.ts';
import { continueNow } from '../../core/operations/continue-now.ts';
import type { DeployRequest } from '../../core/operations/deploy.ts';
import { listDeployments } from '../../core/operations/list-deployments.ts';
import { expectedOf, makePlan, type PlanRequest, planToRun } from '../../core/operations/make-plan.ts';
import { pause, resume } from '../../core/operations/pause.ts';
import { resolveVersion } from '../../core/operations/resolve-version.ts';
import { showDeployment } from '../../core/operations/show-deployment.ts';
import type { Ports } from '../../core/ports.ts';
import { actorOf } from './actor.ts';
import type { Api } from './api.ts';
import type * as schemas from './deployment-schemas.ts';
import { oncePerKey } from './idempotency.ts';
import { parseValue } from './parse.ts';
import { parseBody, parseBodyIfAny, repositoryOf } from './request.ts';
import { rolesOf } from './roles.ts';
import { ApprovalBody, CancelBody, DeploymentBody, Limit, PlanBody, Switch, WordBody } from './schemas.ts';

/** The routes of plans and deployments, and of what people say to them while they run. */
export function deploymentRoutes(api: Hono<Api>, ports: Ports, defaults: StackDefaults): void {
  const wantedBy = wantedOf(ports, defaults);
  api.post('/plans', async (context) => {
    const by = actorOf(context.env.event);
    return oncePerKey(context, ports, by, async () => {
      const planned = await makePlan(ports, await wantedBy(await parseBody(context, PlanBody), by));
      return { status: 200, body: planned };
    });
  });
  api.get('/plans/:id', async (context) => {
    const planned = await ports.plans.get(context.req.param('id'));
    if (planned === undefined)
      throw new Refused('UnknownPlan', `There is no plan ${context.req.param('id')}. Plan anew: \`belay plan\`.`);
    return context.json(planned);
  });

  api.get('/deployments', async (context) => {
    const { service, limit, cursor } = context.req.query();
    const key = parseServiceKey(service ?? '');
    return context.json(await listDeployments(ports, key, await parseValue('limit', Limit, limit), cursor));
  });
  api.get('/deployments/:id', async (context) =>
    context.json(await showDeployment(ports, parseDeploymentId(context.req.param('id')))),
  );
  api.post('/deployments', async (context) => {
    const by = actorOf(context.env.event);
    return oncePerKey(context, ports, by, async () => {
      const { at, whenBusy, ...body } = await parseBody(context, DeploymentBody);
      if (await parseValue('dryRun', Switch, context.req.query('dryRun')))
        return { status: 200, body: await planOf(ports, wantedBy, body, by) };
      const request = await requestOf(ports, wantedBy, body, by);
      const answer = await askForDeployment(ports, { ...request, whenBusy, ...(at !== undefined && { at }) });
      const { service, to } = request;
      const { id, ...rest } = answer.kind === 'started' ? answer : answer.waiting;
      const status = at === undefined ? 'queued' : 'scheduled';
      const waits = 'until' in rest ? { status, expectedAt: rest.expectedAt, until: rest.until } : {};
      return { status: 202, body: { deployments: [{ id, service, to, ...waits }] } };
    });
  });

  const onDeployment = (
    verb: string,
    act: (context: Context<Api>, id: ReturnType<typeof parseDeploymentId>, by: string) => Promise<object>,
  ) =>
    api.post(`/deployments/:id/${verb}`, async (context) => {
      const by = actorOf(context.env.event);
      const id = parseDeploymentId(context.req.param('id') ?? '');
      return oncePerKey(context, ports, by, async () => ({ status: 200, body: await act(context, id, by) }));
    });
  const word =
    (approved: boolean) => async (context: Context<Api>, id: ReturnType<typeof parseDeploymentId>, by: string) => {
      const { comment, digest } = await parseBodyIfAny(context, ApprovalBody);
      const seen = digest === undefined ? undefined : parseDigest(digest);
      return {
        deployment: id,
        ...(await approve(ports, { id, by, roles: rolesOf(context.env.event), approved, comment, digest: seen })),
      };
    };
  onDeployment('approve', word(true));
  onDeployment('reject', word(false));
  onDeployment('pause', async (context, id, by) => {
    await pause(ports, id, by, (await parseBodyIfAny(context, WordBody)).reason);
    return { deployment: id, status: 'paused' };
  });
  onDeployment('resume', async (context, id, by) => {
    await resume(ports, id, by, (await parseBodyIfAny(context, WordBody)).reason);
    return { deployment: id, status: 'running' };
  });
  onDeployment('continue', async (context, id, by) => {
    await continueNow(ports, id, by, (await parseBodyIfAny(context, WordBody)).reason);
    return { deployment: id, status: 'running' };
  });
  onDeployment('cancel', async (context, id, by) => {
    const { reason } = await parseBodyIfAny(context, CancelBody);
    return { deployment: id, status: await cancel(ports, id, by, reason) };
  });
}

type Asked = Omit<z.infer<typeof schemas.DeploymentBody>, 'at' | 'whenBusy'>;

/** What the deployment would do: a plan that is there, or one that is made. */
async function planOf(
  ports: Ports,
  wantedBy: Wanting,
  { plan, service = '', version = '', ...body }: Asked,
  by: string,
) {
  if (plan !== undefined) return planToRun(ports, plan);
  return makePlan(ports, await wantedBy({ ...body, service, version }, by));
}

async function requestOf(ports: Ports, wantedBy: Wanting, body: Asked, by: string): Promise<DeployRequest> {
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
  const wanted = await wantedBy({ ...body, service: service ?? '', version: version ?? '' }, by);
  return { ...wanted, reason, whenBusy: 'refuse' };
}

type Wanting = ReturnType<typeof wantedOf>;

/** A version by name becomes an image by digest here, and stays it. */
const wantedOf =
  (ports: Ports, defaults: StackDefaults) =>
  async (body: z.infer<typeof schemas.PlanBody>, by: string): Promise<PlanRequest> => {
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
  };

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
