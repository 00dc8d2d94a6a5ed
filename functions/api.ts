import { handle, type LambdaEvent } from 'hono/aws-lambda';
import { VERSION } from '../core/version.ts';
import { actorOf } from './http/actor.ts';
import { newApi } from './http/api.ts';
import { answerError } from './http/errors.ts';
import { fleetPage, fleetScript, fleetStyle } from './http/fleet-page.ts';
import { refuseOddPath } from './http/request.ts';
import { routes } from './http/routes.ts';
import { log } from './log.ts';
import { productionPorts } from './production.ts';
import { stackDefaults } from './stack-defaults.ts';

const PAGE_POLICY =
  "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; frame-ancestors 'none'";

const ports = productionPorts();
const defaults = stackDefaults();
const app = newApi();

app.use(async (context, next) => {
  await next();
  const { method, path } = context.req;
  log.info(`${method} ${path} ${context.res.status}`, {
    event: 'version:api:request',
    method,
    path,
    status: context.res.status,
  });
});
app.use(async (context, next) => {
  refuseOddPath(context.env.event);
  await next();
});
// API Gateway lets nothing through without its authorizer; a route that somebody adds there by mistake is refused here.
for (const prefix of ['/v1/*', '/app/v1/*'])
  app.use(prefix, async (context, next) => {
    actorOf(context.env.event);
    await next();
  });
const v1 = routes(ports, VERSION, defaults);
app.route('/v1', v1);
app.route('/app/v1', v1);
app.get('/', (context) => context.html(fleetPage, 200, { 'content-security-policy': PAGE_POLICY }));
app.get('/assets/fleet.css', (context) => context.body(fleetStyle, 200, { 'content-type': 'text/css; charset=utf-8' }));
app.get('/assets/fleet.js', (context) =>
  context.body(fleetScript, 200, { 'content-type': 'text/javascript; charset=utf-8' }),
);
app.notFound((context) =>
  context.json(
    { code: 'NotFound', message: `There is no ${context.req.method} ${context.req.path}.`, details: {} },
    404,
  ),
);
app.onError(answerError);

/** The HTTPS API and the page, behind API Gateway. */
export const handler: (event: LambdaEvent) => Promise<unknown> = handle(app);
