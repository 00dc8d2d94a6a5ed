import type { Context } from 'hono';
import type { EndedBy } from '../../core/operations/tell-block-ended.ts';
import { actorOf } from './actor.ts';
import type { Env } from './api.ts';
import { parseValue } from './parse.ts';
import { ReasonOrNone } from './schemas.ts';

/** Who sends a DELETE, and why: a DELETE has no body, so its reason stands in the query. */
export async function endedBy(context: Context<Env>): Promise<EndedBy> {
  return {
    by: actorOf(context.env.event),
    reason: await parseValue('reason', ReasonOrNone, context.req.query('reason')),
  };
}
