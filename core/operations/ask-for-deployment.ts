import type { Block } from '../domain/block.ts';
import { refuseDirection } from '../domain/direction.ts';
import { freeAt } from '../domain/free-at.ts';
import { nameDeployment } from '../domain/names.ts';
import { Refused } from '../domain/refused.ts';
import { QUEUE, type ServiceState } from '../domain/service.ts';
import type { WaitingDeployment } from '../domain/waiting-deployment.ts';
import { type AnnouncePorts, announce } from './announce.ts';
import { type DeployAnswer, type DeployPorts, type DeployRequest, deniedRefusal, deploy } from './deploy.ts';
import { readRules } from './read-rules.ts';
import { readService } from './read-service.ts';
import { type StartQueuedPorts, startQueued } from './start-queued.ts';

export type AskPorts = StartQueuedPorts & AnnouncePorts;

/** What a person asks for: now or at a time, and whether it may wait. */
export interface DeploymentAsked extends Omit<DeployRequest, 'id'> {
  /** RFC 3339: not before. */
  readonly at?: string;
}

export type AskAnswer =
  | Extract<DeployAnswer, { kind: 'started' }>
  | { readonly kind: 'waiting'; readonly waiting: WaitingDeployment };

const MOST_WAITING = 20;
const FURTHEST_DAYS = 366;
const DAY = 86_400_000;

/**
 * Starts the deployment that a person asks for. With `whenBusy: 'queue'` it waits for its turn, or for what blocks it to end by itself;
 * with `at` it waits for its time. What only a person can end is not waited for.
 */
export async function askForDeployment(ports: AskPorts, asked: DeploymentAsked): Promise<AskAnswer> {
  const { at, whenBusy, ...request } = asked;
  if (at !== undefined) return letWaitUntil(ports, asked, Date.parse(at));
  try {
    const answer = await deploy(ports, { ...request, whenBusy: 'refuse' });
    if (answer.kind === 'started') return answer;
    throw new Error(`${request.service} queued what a person asked for`);
  } catch (error) {
    if (!(error instanceof Refused) || whenBusy === 'refuse') throw error;
    if (error.code !== 'Blocked' && error.code !== 'DeploymentInProgress') throw error;
    return letWait(ports, asked, error);
  }
}

async function letWait(ports: AskPorts, asked: DeploymentAsked, refused: Refused): Promise<AskAnswer> {
  const service = await readAllowed(ports, asked);
  if ((service.settings.queue ?? QUEUE).policy === 'refuse')
    throw new Refused(refused.code, `${refused.message} Its queue policy lets nothing wait.`, refused.details);
  const now = ports.clock.now();
  const free = await whenFree(ports, service, asked, now);
  if (free.blocks.length > 0) throw refused;
  const waiting = await keep(ports, service, asked, { at: now, free: free.at });
  // The lock may have come free in between, and nobody would tell.
  if (free.at === now) await startQueued(ports, asked.service);
  return started(ports, waiting);
}

async function letWaitUntil(ports: AskPorts, asked: DeploymentAsked, at: number): Promise<AskAnswer> {
  const now = ports.clock.now();
  if (at < now) throw new Refused('BadRequest', 'at: this time is over. Give one to come, or leave it out.');
  if (at > now + FURTHEST_DAYS * DAY)
    throw new Refused('BadRequest', `at: more than ${FURTHEST_DAYS} days ahead. Give an earlier time.`);
  const service = await readAllowed(ports, asked);
  const free = await whenFree(ports, service, asked, at);
  return { kind: 'waiting', waiting: await keep(ports, service, asked, { at, free: free.at }) };
}

/** The service, where the version is one that may go out to it and leads the way that is meant. */
async function readAllowed(
  ports: DeployPorts,
  { service: key, to, direction }: DeploymentAsked,
): Promise<ServiceState> {
  const [service, { serving }] = await Promise.all([readService(ports, key), ports.deployments.head(key)]);
  const refused = deniedRefusal(service, to) ?? refuseDirection(serving?.version, to.version, direction);
  if (refused !== undefined) throw refused;
  return service;
}

/** Force passes what has an end, too: then nothing is waited for. */
async function whenFree(
  ports: DeployPorts,
  service: ServiceState,
  { by, forced }: DeploymentAsked,
  at: number,
): Promise<{ readonly at: number; readonly blocks: readonly Block[] }> {
  const free = freeAt(service, await readRules(ports), { kind: 'person', by }, at);
  return forced !== undefined ? { at, blocks: free.blocks.filter(({ forcible }) => !forcible) } : free;
}

async function keep(
  ports: AskPorts,
  service: ServiceState,
  asked: DeploymentAsked,
  { at, free }: { at: number; free: number },
): Promise<WaitingDeployment> {
  const { key } = service.settings;
  if (service.waiting.filter(({ ended }) => ended === undefined).length >= MOST_WAITING)
    throw new Refused(
      'DeploymentInProgress',
      `${MOST_WAITING} deployments of ${key} wait already. \`belay why ${key}\` lists them, \`belay unqueue ${key} <deployment>\` takes one out.`,
    );
  const { to, repository, strategy, options, expected, direction, first, by, reason, forced } = asked;
  const askedAt = rfc3339(ports.clock.now());
  const until = rfc3339(free + (service.settings.queue ?? QUEUE).timeout * 1000);
  const waiting: WaitingDeployment = {
    ...{ to, repository, strategy, first, by, reason },
    ...(options && { options }),
    ...(direction && { direction }),
    ...(expected && { expected }),
    ...(forced && { forced }),
    id: nameDeployment({ service: key, from: 'waiting', to: to.version, at: askedAt, suffix: ports.dice.letters(4) }),
    askedAt,
    at: rfc3339(at),
    expectedAt: rfc3339(free),
    until,
  };
  await ports.services.keepWaiting(key, waiting);
  // What blocks until `expectedAt` may end before: then its own time counts.
  for (const [name, moment] of [
    ['at', at],
    ['free', free],
  ] as const)
    if (moment > ports.clock.now())
      await ports.schedules.startAt(`${waiting.id}-${name}`, rfc3339(moment), { service: key });
  await ports.schedules.startAt(`${waiting.id}-until`, until, { service: key });
  await announce(ports, service.settings, waiting);
  return waiting;
}

async function started(ports: DeployPorts, waiting: WaitingDeployment): Promise<AskAnswer> {
  return (await ports.deployments.get(waiting.id)) === undefined
    ? { kind: 'waiting', waiting }
    : { kind: 'started', id: waiting.id };
}

function rfc3339(at: number): string {
  return new Date(at).toISOString();
}
