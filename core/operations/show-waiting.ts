import type { Verdict } from '../domain/deployment.ts';
import { type DeploymentId, partsOf, type ServiceKey } from '../domain/names.ts';
import type { WaitingDeployment } from '../domain/waiting-deployment.ts';
import { type Awaiting, whatItWaitsFor } from '../domain/what-it-waits-for.ts';
import type { Ports } from '../ports.ts';
import { readRules } from './read-rules.ts';

/** A deployment that has not begun, and what it waits for; or that ended without ever having begun. */
export interface ShownWaiting extends Omit<WaitingDeployment, 'ended' | 'expected' | 'direction'> {
  readonly service: ServiceKey;
  readonly environment: string;
  /** `scheduled`: its time has not come. `queued`: its turn has not. */
  readonly status: 'queued' | 'scheduled' | 'ended';
  readonly because: string;
  readonly waitsFor: readonly Awaiting[];
  /** The command that takes it out; `null` when it waits no more. */
  readonly cancel: string | null;
  readonly verdict?: Extract<Verdict, 'REFUSED' | 'CANCELLED'>;
  /** RFC 3339. */
  readonly endedAt?: string;
}

/** A deployment that waits, or waited until a day ago. `undefined`: there is none, or it has begun. */
export async function showWaiting(
  ports: Pick<Ports, 'services' | 'rules' | 'deployments' | 'clock'>,
  id: DeploymentId,
): Promise<ShownWaiting | undefined> {
  const [service] = await ports.services.concernedBy('waiting', id);
  if (service === undefined) return undefined;
  const [state, rules, head] = await Promise.all([
    ports.services.get(service),
    readRules(ports),
    ports.deployments.head(service),
  ]);
  const waiting = state?.waiting.find((one) => one.id === id);
  if (state === undefined || waiting === undefined) return undefined;
  const { ended, expected: _, direction: __, ...asked } = waiting;
  if (ended?.outcome === 'started') return undefined;
  const shown = { ...asked, service, environment: partsOf(service).environment };
  if (ended !== undefined)
    return {
      ...shown,
      status: 'ended',
      verdict: ended.outcome === 'cancelled' ? 'CANCELLED' : 'REFUSED',
      because: ended.because,
      waitsFor: [],
      cancel: null,
      endedAt: ended.at,
    };
  const now = ports.clock.now();
  const waitsFor = whatItWaitsFor(waiting, state, rules, head, now);
  return {
    ...shown,
    status: now < Date.parse(waiting.at) ? 'scheduled' : 'queued',
    because: waitsFor.length === 0 ? 'it begins' : `waits for ${waitsFor.map(({ because }) => because).join('; ')}`,
    waitsFor,
    cancel: `belay unqueue ${service} ${id}`,
  };
}
