import type { Context } from 'hono';
import { idOfRule, parseRuleId } from '../../core/domain/environment-rule.ts';
import { parseDeploymentId, parseServiceKey } from '../../core/domain/names.ts';
import type { Ports } from '../../core/ports.ts';
import { later } from '../later.ts';
import { actorOf } from './actor.ts';
import type { Api } from './api.ts';
import { endedBy } from './ended-by.ts';
import { oncePerKey } from './idempotency.ts';
import type * as operations from './operations/orders.ts';
import { parseValue } from './parse.ts';
import { parseBody } from './request.ts';
import { EnvironmentOrAll, Force, LockBody, Reason, ReasonBody, ReasonOrNone, RecurrenceBody } from './schemas.ts';

const { hold, lock, beginMaintenance, endMaintenance, putRule, removeRule, unlock, unqueue } = later<typeof operations>(
  () => import('./operations/orders.ts'),
  {},
);

/** Routes for what keeps a deployment from happening. `blocks` of a service's `why` shows all of it. */
export function orderRoutes(api: Api, ports: Ports): void {
  const serviceOf = (environment: string, name: string) => parseServiceKey(`${environment}/${name}`);
  const at = '/services/:environment/:name';

  api.post(`${at}/hold`, async (context) => {
    const by = actorOf(context.env.event);
    return oncePerKey(context, ports, by, async () => {
      const key = serviceOf(context.req.param('environment'), context.req.param('name'));
      const { reason: because } = await parseBody(context, ReasonBody);
      return { status: 200, body: { service: key, hold: await hold(ports, key, { by, because }) } };
    });
  });
  api.post(`${at}/lock`, async (context) => {
    const owner = actorOf(context.env.event);
    return oncePerKey(context, ports, owner, async () => {
      const key = serviceOf(context.req.param('environment'), context.req.param('name'));
      const body = await parseBody(context, LockBody);
      return { status: 200, body: { service: key, lock: await lock(ports, key, { ...body, owner }) } };
    });
  });
  api.delete(`${at}/lock`, async (context) => {
    const by = actorOf(context.env.event);
    const key = serviceOf(context.req.param('environment'), context.req.param('name'));
    const force = (await parseValue('force', Force, context.req.query('force'))) === 'true';
    const reason = await parseValue('reason', force ? Reason : ReasonOrNone, context.req.query('reason'));
    const was = await unlock(ports, key, { by, force, reason });
    return context.json({ service: key, lock: null, was: was ?? null });
  });
  api.post(`${at}/maintenance`, async (context) => {
    const by = actorOf(context.env.event);
    return oncePerKey(context, ports, by, async () => {
      const key = serviceOf(context.req.param('environment'), context.req.param('name'));
      const { reason } = await parseBody(context, ReasonBody);
      return { status: 200, body: { service: key, maintenance: await beginMaintenance(ports, key, { by, reason }) } };
    });
  });
  api.delete(`${at}/maintenance`, async (context) => {
    const key = serviceOf(context.req.param('environment'), context.req.param('name'));
    await endMaintenance(ports, key, await endedBy(context));
    return context.json({ service: key, maintenance: null });
  });
  api.delete(`${at}/waiting/:id`, async (context) => {
    const by = actorOf(context.env.event);
    const key = serviceOf(context.req.param('environment'), context.req.param('name'));
    const waiting = await unqueue(ports, key, parseDeploymentId(context.req.param('id')), by);
    return context.json({ service: key, waiting });
  });

  for (const [path, kind] of [
    ['freezes', 'freeze'],
    ['windows', 'window'],
  ] as const) {
    api.get(`/${path}`, async (context) => {
      const rules = await ports.rules.all();
      const items = rules.flatMap((rule) => (rule.kind === kind ? [{ id: idOfRule(rule), ...rule }] : []));
      return context.json({ items });
    });
    api.post(`/${path}`, async (context) => {
      const by = actorOf(context.env.event);
      return oncePerKey(context, ports, by, async () => {
        const body = await parseBody(context, RecurrenceBody);
        const { rule, notes } = await putRule(ports, { ...body, kind, by });
        return { status: 200, body: { id: idOfRule(body), ...rule, notes } };
      });
    });
    api.delete(`/${path}/:id`, async (context) => {
      const removed = await removeRule(
        ports,
        { kind, ...parseRuleId(context.req.param('id')) },
        await endedBy(context),
      );
      return context.json({ removed });
    });
  }

  api.post('/environments/:environment/stop', async (context) => {
    const by = actorOf(context.env.event);
    return oncePerKey(context, ports, by, async () => {
      const environment = await environmentOf(context);
      const { reason } = await parseBody(context, ReasonBody);
      const { rule } = await putRule(ports, { kind: 'stop-the-line', environment, by, reason });
      return { status: 200, body: rule };
    });
  });
  api.delete('/environments/:environment/stop', async (context) => {
    const stop = { kind: 'stop-the-line', environment: await environmentOf(context) } as const;
    const removed = await removeRule(ports, stop, await endedBy(context));
    return context.json({ removed });
  });
}

function environmentOf(context: Context): Promise<string> {
  return parseValue('environment', EnvironmentOrAll, context.req.param('environment'));
}
