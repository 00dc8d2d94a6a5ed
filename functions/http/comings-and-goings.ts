import { parseServiceKey } from '../../core/domain/names.ts';
import type { StackDefaults } from '../../core/domain/stack-defaults.ts';
import type { Ports } from '../../core/ports.ts';
import { later } from '../later.ts';
import { log } from '../log.ts';
import { actorOf } from './actor.ts';
import type { Api } from './api.ts';
import { oncePerKey } from './idempotency.ts';
import type * as operations from './operations/adoptions.ts';
import { parseValue } from './parse.ts';
import { parseBody } from './request.ts';
import { AdoptionBody, ReasonOrNone, Switch } from './schemas.ts';

const { adopt, unadopt } = later<typeof operations>(() => import('./operations/adoptions.ts'), {});

/** The routes by which services come to Belay and leave it. */
export function comingsAndGoings(api: Api, ports: Ports, defaults: StackDefaults): void {
  api.post('/adoptions', async (context) => {
    const by = actorOf(context.env.event);
    return oncePerKey(context, ports, by, async () => {
      const { reason, ...request } = await parseBody(context, AdoptionBody);
      const adoption = await adopt(ports, { ...request, by, defaults });
      const adopted = adoption.services.filter(({ outcome }) => outcome === 'adopted').map(({ service }) => service);
      log.info(`adopted ${adopted.length} services`, { event: 'version:service:adopted', by, reason, adopted });
      return { status: 200, body: adoption };
    });
  });
  api.delete('/services/:environment/:name', async (context) => {
    const by = actorOf(context.env.event);
    const key = parseServiceKey(`${context.req.param('environment')}/${context.req.param('name')}`);
    const dryRun = await parseValue('dryRun', Switch, context.req.query('dryRun'));
    const reason = await parseValue('reason', ReasonOrNone, context.req.query('reason'));
    const unadopted = await unadopt(ports, key, { dryRun });
    if (!dryRun) log.info(`unadopted ${key}`, { event: 'version:service:unadopted', by, reason, service: key });
    return context.json(unadopted);
  });
}
