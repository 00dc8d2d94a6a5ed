import type { Digest, ServiceKey } from '../domain/names.ts';
import { Refused } from '../domain/refused.ts';
import type { Ports } from '../ports.ts';
import { startHeld } from './start-held.ts';
import { type StartQueuedPorts, startQueued } from './start-queued.ts';

/** Lets automation back in, and allows a denied digest again where one is named. The highest version that was held meanwhile starts, else what waited. */
export async function lift(
  ports: StartQueuedPorts & Pick<Ports, 'services'>,
  service: ServiceKey,
  digest?: Digest,
): Promise<void> {
  const state = await ports.services.get(service);
  if (state === undefined)
    throw new Refused('UnknownService', `Belay does not know ${service}. \`belay status\` lists what it knows.`);
  if (digest !== undefined && !state.denied.some((entry) => entry.digest === digest))
    throw new Refused(
      'UnknownVersion',
      `${digest} is not denied for ${service}. \`belay why ${service}\` lists what is.`,
    );
  await ports.services.lift(service, digest);
  await startHeld(ports, state);
  await startQueued(ports, service);
}
