import type { z } from 'zod/mini';
import { parseDeploymentId, parseServiceKey } from '../../core/domain/names.ts';
import type { RollbackTarget } from '../../core/domain/rollback-target.ts';
import type { WhichServices } from '../../core/operations/roll-back-many.ts';
import type { Ports } from '../../core/ports.ts';
import { later } from '../later.ts';
import { actorOf } from './actor.ts';
import type { Api } from './api.ts';
import { oncePerKey } from './idempotency.ts';
import type * as operations from './operations/rollbacks.ts';
import { parseValue } from './parse.ts';
import { parseBody } from './request.ts';
import type * as schemas from './rollback-schemas.ts';
import { EmergencyBody, Environment, RollbackBody } from './schemas.ts';

const { rollBackInEmergency, rollBackMany } = later<typeof operations>(() => import('./operations/rollbacks.ts'), {});

/** The ways back: of one service, of several, and of a whole environment at once. */
export function rollbackRoutes(api: Api, ports: Ports): void {
  api.post('/rollbacks', async (context) => {
    const by = actorOf(context.env.event);
    return oncePerKey(context, ports, by, async () => {
      const { reason, dryRun, to: named, ...body } = await parseBody(context, RollbackBody);
      const to = targetOf(named);
      const asked = { to, by, reason, dryRun, readiness: readinessOf(body) };
      return { status: dryRun ? 200 : 202, body: await rollBackMany(ports, whichOf(body, to), asked) };
    });
  });
  api.post('/environments/:environment/emergency-rollback', async (context) => {
    const by = actorOf(context.env.event);
    const environment = await parseValue('environment', Environment, context.req.param('environment'));
    return oncePerKey(context, ports, by, async () => {
      const body = await parseBody(context, EmergencyBody);
      return {
        status: body.dryRun ? 200 : 202,
        body: await rollBackInEmergency(ports, { ...body, environment, by }),
      };
    });
  });
}

type Body = z.infer<typeof schemas.RollbackBody>;

function targetOf(to: Body['to']): RollbackTarget {
  return typeof to === 'object' && 'deployment' in to ? { deployment: parseDeploymentId(to.deployment) } : to;
}

function readinessOf({ force, now }: Pick<Body, 'force' | 'now'>): 'ignored' | 'as-known' | 'looked-at' {
  if (force) return 'ignored';
  return now ? 'as-known' : 'looked-at';
}

/** The schema has seen to it that exactly one of them is there, or the target is of one service. */
function whichOf(
  { service, repository, environment }: Pick<Body, 'service' | 'repository' | 'environment'>,
  to: RollbackTarget,
): WhichServices {
  if (repository !== undefined) return { repository };
  if (environment !== undefined) return { environment };
  const own = typeof to === 'object' && !('version' in to);
  return service === undefined && own ? { of: to } : { service: parseServiceKey(service ?? '') };
}
