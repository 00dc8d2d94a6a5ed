import type { Head } from '../domain/deployment.ts';
import type { ServiceKey } from '../domain/names.ts';
import { Refused } from '../domain/refused.ts';
import type { Ports } from '../ports.ts';
import type { RollBackPorts } from './roll-back.ts';
import { eachAlone, type RolledBackMany, rollBackOne } from './roll-back-many.ts';
import { servicesIn } from './services-in.ts';

/** Deployments that are looked through for the last that changed anything. */
const LOOK_BACK = 20;

export interface EmergencyRequest {
  readonly environment: string;
  /** Seconds: a service that changed within them goes back too. */
  readonly since: number;
  readonly by: string;
  readonly reason: string;
  readonly dryRun: boolean;
}

/**
 * Takes back all that changed in an environment: what is under way, what is under watch, and what was deployed within the last while.
 * Nothing is looked at first; a point that is known to be red is left out, because a failing way back helps nobody.
 */
export async function rollBackInEmergency(ports: RollBackPorts, request: EmergencyRequest): Promise<RolledBackMany> {
  const { environment, since, ...asked } = request;
  const services = await servicesIn(ports, environment);
  const now = ports.clock.now();
  const changedSince = new Date(now - since * 1000).toISOString();
  return eachAlone(services, (service) => backIfChanged(ports, service, changedSince, asked));
}

async function backIfChanged(
  ports: RollBackPorts,
  service: ServiceKey,
  since: string,
  asked: Pick<EmergencyRequest, 'by' | 'reason' | 'dryRun'>,
): Promise<RolledBackMany['deployments'][number]> {
  const head = await ports.deployments.head(service);
  if (!(await changed(ports, head, since)))
    throw new Refused(
      'NothingToRollBackTo',
      `nothing of it changed since ${since.slice(0, 16).replace('T', ' ')} UTC; --since looks further back`,
    );
  return rollBackOne(ports, service, { ...asked, to: 'previous', readiness: 'as-known' });
}

/** Did a version come that is still there? What went back already is where it should be. */
async function changed(
  ports: Pick<Ports, 'deployments' | 'clock'>,
  { live, watch, service }: Head,
  since: string,
): Promise<boolean> {
  if (live !== undefined) return true;
  if (watch !== undefined && new Date(ports.clock.now()).toISOString() < watch.until) return true;
  const { items } = await ports.deployments.newest(service, LOOK_BACK);
  const last = items.find(({ verdict }) => verdict === 'SUCCEEDED' || verdict === 'STUCK');
  return last !== undefined && last.kind === 'deploy' && (last.endedAt ?? '') >= since;
}
