import { parseServiceKey } from '../../core/domain/names.ts';
import type { Ports } from '../../core/ports.ts';
import { later } from '../later.ts';
import { actorOf } from './actor.ts';
import type { Api } from './api.ts';
import { oncePerKey } from './idempotency.ts';
import type * as operations from './operations/points.ts';
import { parseValue } from './parse.ts';
import { parseBody, parseBodyIfAny } from './request.ts';
import { PointBody, PointId, ReasonOrNone, WordBody } from './schemas.ts';

const {
  checkPoint,
  createPoint,
  createPointsIn,
  deletePoint,
  findLivingPoint,
  knowService,
  rehearsePoint,
  listPoints,
  showPoint,
  tellPoint,
} = later<typeof operations>(() => import('./operations/points.ts'), {});

/** Rollback points: what there is, by hand, looked at, rehearsed. */
export function pointRoutes(api: Api, ports: Ports): void {
  const idOf = (text: string) => parseValue('id', PointId, text);

  api.get('/rollback-points', async (context) =>
    context.json(await listPoints(ports, parseServiceKey(context.req.query('service') ?? ''))),
  );
  api.post('/rollback-points', async (context) => {
    const by = actorOf(context.env.event);
    return oncePerKey(context, ports, by, async () => {
      const { service = '', environment, ...request } = await parseBody(context, PointBody);
      if (environment === undefined) {
        const point = await createPoint(ports, parseServiceKey(service), { ...request, by });
        return { status: 200, body: { items: [await tellPoint(ports, point)], left: [] } };
      }
      const { items, left } = await createPointsIn(ports, environment, { ...request, by });
      return { status: 200, body: { items: await Promise.all(items.map((point) => tellPoint(ports, point))), left } };
    });
  });
  api.get('/rollback-points/:id', async (context) =>
    context.json(await showPoint(ports, await idOf(context.req.param('id')))),
  );
  api.delete('/rollback-points/:id', async (context) => {
    const by = actorOf(context.env.event);
    const reason = await parseValue('reason', ReasonOrNone, context.req.query('reason'));
    const { id, service } = await deletePoint(ports, await idOf(context.req.param('id')), { by, reason });
    return context.json({ deleted: id, service });
  });
  api.post('/rollback-points/:id/check', async (context) => {
    const by = actorOf(context.env.event);
    return oncePerKey(context, ports, by, async () => {
      const point = await findLivingPoint(ports, await idOf(context.req.param('id')));
      const { settings } = await knowService(ports, point.service);
      return { status: 200, body: { id: point.id, ready: await checkPoint(ports, point, settings) } };
    });
  });
  api.post('/rollback-points/:id/rehearse', async (context) => {
    const by = actorOf(context.env.event);
    return oncePerKey(context, ports, by, async () => {
      const { reason } = await parseBodyIfAny(context, WordBody);
      return { status: 202, body: await rehearsePoint(ports, await idOf(context.req.param('id')), by, reason) };
    });
  });
}
