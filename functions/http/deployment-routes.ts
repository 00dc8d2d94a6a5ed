import type { Context } from 'hono';
import { parseDeploymentId, parseDigest, parseServiceKey } from '../../core/domain/names.ts';
import { Refused } from '../../core/domain/refused.ts';
import type { StackDefaults } from '../../core/domain/stack-defaults.ts';
import type { Ports } from '../../core/ports.ts';
import { later } from '../later.ts';
import { actorOf } from './actor.ts';
import type { Api, Env } from './api.ts';
import { oncePerKey } from './idempotency.ts';
import type * as operations from './operations/deployments.ts';
import { parseValue } from './parse.ts';
import { parseBody, parseBodyIfAny } from './request.ts';
import { rolesOf } from './roles.ts';
import { ApprovalBody, CancelBody, DeploymentBody, Limit, PlanBody, Switch, WordBody } from './schemas.ts';

const {
  approve,
  askForDeployment,
  cancel,
  continueNow,
  listDeployments,
  pause,
  planOf,
  requestOf,
  resume,
  showDeployment,
} = later<typeof operations>(() => import('./operations/deployments.ts'), {});

/** The routes of plans and deployments, and of what people say to them while they run. */
export function deploymentRoutes(api: Api, ports: Ports, defaults: StackDefaults): void {
  api.post('/plans', async (context) => {
    const by = actorOf(context.env.event);
    return oncePerKey(context, ports, by, async () => {
      const planned = await planOf(ports, defaults, await parseBody(context, PlanBody), by);
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
        return { status: 200, body: await planOf(ports, defaults, body, by) };
      const request = await requestOf(ports, defaults, body, by);
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
    act: (context: Context<Env>, id: ReturnType<typeof parseDeploymentId>, by: string) => Promise<object>,
  ) =>
    api.post(`/deployments/:id/${verb}`, async (context) => {
      const by = actorOf(context.env.event);
      const id = parseDeploymentId(context.req.param('id') ?? '');
      return oncePerKey(context, ports, by, async () => ({ status: 200, body: await act(context, id, by) }));
    });
  const word =
    (approved: boolean) => async (context: Context<Env>, id: ReturnType<typeof parseDeploymentId>, by: string) => {
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
