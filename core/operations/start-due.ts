import { freeAt } from '../domain/free-at.ts';
import { Refused } from '../domain/refused.ts';
import { QUEUE, type ServiceState } from '../domain/service.ts';
import type { WaitingDeployment } from '../domain/waiting-deployment.ts';
import type { Ports } from '../ports.ts';
import { type DeployPorts, deploy } from './deploy.ts';
import { readRules } from './read-rules.ts';

export type StartDuePorts = DeployPorts & Pick<Ports, 'notices'>;

type Ended = NonNullable<WaitingDeployment['ended']>;
/** What came of a try to start: an end, a later time, or nothing. */
type Tried = Ended | Pick<WaitingDeployment, 'expectedAt' | 'until'> | 'waits';

const STARTED = 'its time had come';

/**
 * Starts the first deployment that a person asked for and whose time has come, and gives up those that waited long enough. One that a
 * block with an end keeps off is put off until then. Safe to repeat: each has the id that its deployment gets.
 */
export async function startDue(ports: StartDuePorts, service: ServiceState): Promise<void> {
  const now = new Date(ports.clock.now()).toISOString();
  await giveUpOverdue(ports, service);
  for (const waiting of openOf(service).filter(({ at, until }) => at <= now && now < until)) {
    const tried = await attempt(ports, service, waiting, now);
    if (tried === 'waits') continue;
    if ('outcome' in tried) await end(ports, service, waiting, tried);
    else await ports.services.keepWaiting(service.settings.key, { ...waiting, ...tried });
  }
}

/** Gives up what a person asked for and has waited long enough. What was started is noted as such, where a crash came before. */
export async function giveUpOverdue(
  ports: Pick<StartDuePorts, 'services' | 'deployments' | 'notices' | 'clock'>,
  service: ServiceState,
): Promise<void> {
  const now = new Date(ports.clock.now()).toISOString();
  for (const waiting of openOf(service).filter(({ until }) => until <= now)) {
    const { id, at, until } = waiting;
    const begun = (await ports.deployments.get(id)) !== undefined;
    const ended: Ended = begun
      ? { at: now, outcome: 'started', because: STARTED }
      : { at: now, outcome: 'given-up', because: `it waited from ${at} to ${until}, and its turn did not come` };
    await end(ports, service, waiting, ended);
  }
}

/** Told before it is kept: a crash between the two tells it again, under the same key, and so once. */
async function end(
  ports: Pick<StartDuePorts, 'services' | 'notices'>,
  { settings: { key: service } }: ServiceState,
  waiting: WaitingDeployment,
  ended: Ended,
): Promise<void> {
  const { id, to, by } = waiting;
  const { outcome, because, at } = ended;
  if (outcome === 'given-up')
    await ports.notices.tell(`${id}#given-up`, {
      service,
      event: 'version:update:given-up',
      at,
      text: `${to.version}, which ${by} asked for, does not start: ${because}`,
      data: { waiting: id, version: to.version, digest: to.digest, by, because },
    });
  await ports.services.keepWaiting(service, { ...waiting, ended });
}

function openOf({ waiting }: ServiceState): readonly WaitingDeployment[] {
  return waiting.filter(({ ended }) => ended === undefined).sort((a, b) => (a.at < b.at ? -1 : 1));
}

async function attempt(
  ports: DeployPorts,
  service: ServiceState,
  waiting: WaitingDeployment,
  now: string,
): Promise<Tried> {
  const { askedAt: _, at: __, expectedAt: ___, until: ____, ended: _____, ...asked } = waiting;
  try {
    await deploy(ports, { ...asked, service: service.settings.key, whenBusy: 'refuse' });
    return { at: now, outcome: 'started', because: STARTED };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    if (error.code === 'DeploymentInProgress') return 'waits';
    if (error.code !== 'Blocked') return { at: now, outcome: 'given-up', because: error.message };
    return putOff(ports, service, waiting);
  }
}

/** To the end of what blocks, where it has one: whatever ends then tells this service. */
async function putOff(
  ports: DeployPorts,
  service: ServiceState,
  { by, expectedAt: before }: WaitingDeployment,
): Promise<Tried> {
  const free = freeAt(service, await readRules(ports), { kind: 'person', by }, ports.clock.now());
  const expectedAt = new Date(free.at).toISOString();
  if (free.at <= ports.clock.now() || expectedAt === before) return 'waits';
  const { timeout } = service.settings.queue ?? QUEUE;
  return { expectedAt, until: new Date(free.at + timeout * 1000).toISOString() };
}
