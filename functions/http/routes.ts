import { parseDigest, parseServiceKey } from '../../core/domain/names.ts';
import type { StackDefaults } from '../../core/domain/stack-defaults.ts';
import { listVersionLines, listVersions } from '../../core/operations/list-versions.ts';
import { fleet, serviceStatus } from '../../core/operations/service-status.ts';
import type { Ports } from '../../core/ports.ts';
import { later } from '../later.ts';
import { actorOf } from './actor.ts';
import { type Api, newApi } from './api.ts';
import { comingsAndGoings } from './comings-and-goings.ts';
import { deploymentRoutes } from './deployment-routes.ts';
import { endedBy } from './ended-by.ts';
import { logRoutes } from './logs.ts';
import type * as operations from './operations/services.ts';
import { orderRoutes } from './order-routes.ts';
import { parseValue } from './parse.ts';
import { pointRoutes } from './point-routes.ts';
import { parseBody, parseBodyIfAny, repositoryOf } from './request.ts';
import { rollbackRoutes } from './rollback-routes.ts';
import { Limit, Repository, ServiceBody, Switch, VerifyBody } from './schemas.ts';

const { lift, putService, verifyService, why } = later<typeof operations>(() => import('./operations/services.ts'), {});

/** The routes of the HTTPS API, without their prefix. Each parses, calls one operation and answers. */
export function routes(ports: Ports, version: string, defaults: StackDefaults): Api {
  const api = newApi();
  const serviceOf = (environment: string, name: string) => parseServiceKey(`${environment}/${name}`);

  comingsAndGoings(api, ports, defaults);
  logRoutes(api, ports);
  api.get('/health', (context) => context.json({ status: 'ok', version }));
  api.get('/version', (context) => context.json({ version }));
  api.get('/fleet', async (context) => context.json(await fleet(ports, context.req.query('cursor'))));
  api.get('/services', async (context) => context.json(await fleet(ports, context.req.query('cursor'))));

  api.get('/services/:environment/:name', async (context) =>
    context.json(await serviceStatus(ports, serviceOf(context.req.param('environment'), context.req.param('name')))),
  );
  api.put('/services/:environment/:name', async (context) => {
    const key = serviceOf(context.req.param('environment'), context.req.param('name'));
    const body = await parseBody(context, ServiceBody);
    return context.json(await putService(ports, key, body, actorOf(context.env.event), defaults));
  });
  api.get('/services/:environment/:name/why', async (context) =>
    context.json(await why(ports, serviceOf(context.req.param('environment'), context.req.param('name')))),
  );
  // It changes nothing, so it is done anew however often it is asked: an answer that was kept would be an old one.
  api.post('/services/:environment/:name/verify', async (context) => {
    const key = serviceOf(context.req.param('environment'), context.req.param('name'));
    const { version } = await parseBodyIfAny(context, VerifyBody);
    return context.json(await verifyService(ports, key, version));
  });
  api.delete('/services/:environment/:name/hold', async (context) => {
    const key = serviceOf(context.req.param('environment'), context.req.param('name'));
    const digest = context.req.query('digest');
    await lift(ports, key, {
      ...(await endedBy(context)),
      ...(digest !== undefined && { digest: parseDigest(digest) }),
    });
    return context.json({ service: key, hold: null, ...(digest !== undefined && { allowed: digest }) });
  });

  api.get('/versions', async (context) => {
    const { repository, service, limit, cursor, brief } = context.req.query();
    const count = await parseValue('limit', Limit, limit);
    const from =
      repository === undefined
        ? await repositoryOf(ports, parseServiceKey(service ?? ''))
        : await parseValue('repository', Repository, repository);
    const list = (await parseValue('brief', Switch, brief)) ? listVersionLines : listVersions;
    return context.json(await list(ports, from, count, cursor));
  });

  deploymentRoutes(api, ports, defaults);
  rollbackRoutes(api, ports);
  pointRoutes(api, ports);
  orderRoutes(api, ports);
  return api;
}
