import * as z from 'zod/mini';
import { parseDeploymentId, parseServiceKey } from '../core/domain/names.ts';
import { announceDue } from '../core/operations/announce.ts';
import { endBake } from '../core/operations/end-bake.ts';
import { keepTime } from '../core/operations/keep-time.ts';
import { startWaiting } from '../core/operations/start-waiting.ts';
import { tellLate } from '../core/operations/tell-late.ts';
import { log } from './log.ts';
import { productionPorts } from './production.ts';

const BakeOver = z.object({
  service: z.string(),
  deployment: z.string(),
  number: z.number(),
  woke: z.object({
    stage: z.enum(['before-traffic', 'after-shift', 'ended-well']),
    because: z.string(),
    hookId: z.optional(z.string()),
    since: z.string(),
    share: z.optional(z.number()),
  }),
});

/** Something that may start now: at one service, or in an environment. */
const MayStart = z.object({
  start: z.union([z.object({ service: z.string() }), z.object({ environment: z.string() })]),
});
/** A deployment that will start soon. */
const StartsSoon = z.object({ soon: z.object({ service: z.string(), deployment: z.string() }) });
/** A way back that should be over. */
const ShouldBeOver = z.object({ late: z.object({ service: z.string(), deployment: z.string() }) });

const ports = productionPorts();

/** A bake is over, or something may start or will soon, says a schedule. Whether it is so, and whether anybody still waits for it, is read. */
export async function handler(event: unknown): Promise<void> {
  // One form is chosen before it is parsed, so that the dead letter of a bad one says what is wrong with that form.
  if (has(event, 'start')) return start(MayStart.parse(event).start);
  if (has(event, 'soon')) return soon(StartsSoon.parse(event).soon);
  if (has(event, 'late')) return late(ShouldBeOver.parse(event).late);
  return bakeOver(BakeOver.parse(event));
}

function has(event: unknown, field: string): boolean {
  return typeof event === 'object' && event !== null && Object.hasOwn(event, field);
}

async function bakeOver({ service, deployment, ...due }: z.infer<typeof BakeOver>): Promise<void> {
  const outcome = await endBake(ports, {
    ...due,
    service: parseServiceKey(service),
    deployment: parseDeploymentId(deployment),
  });
  log.info(`due: ${outcome}`, { event: 'version:due', service, deployment, outcome });
}

async function soon({ service, deployment }: z.infer<typeof StartsSoon>['soon']): Promise<void> {
  await announceDue(ports, { service: parseServiceKey(service), deployment: parseDeploymentId(deployment) });
  log.info('what starts soon was looked at', { event: 'version:due', service, deployment });
}

async function late({ service, deployment }: z.infer<typeof ShouldBeOver>['late']): Promise<void> {
  const told = await tellLate(ports, {
    service: parseServiceKey(service),
    deployment: parseDeploymentId(deployment),
  });
  log.info(`a way back: ${told}`, { event: 'version:due', service, deployment, outcome: told });
}

async function start(where: z.infer<typeof MayStart>['start']): Promise<void> {
  if ('service' in where) await startWaiting(ports, parseServiceKey(where.service));
  else await keepTime(ports, where.environment);
  log.info('what waited was looked at', { event: 'version:due', ...where });
}
