import type { Digest, ServiceKey } from '../domain/names.ts';
import { Refused } from '../domain/refused.ts';
import { type StartWaitingPorts, startWaiting } from './start-waiting.ts';

/** Lets automation back in, and allows a denied digest again where one is named. The highest version that was held meanwhile starts, else what waited. */
export async function lift(ports: StartWaitingPorts, service: ServiceKey, digest?: Digest): Promise<void> {
  const state = await ports.services.get(service);
  if (state === undefined)
    throw new Refused('UnknownService', `Belay does not know ${service}. \`belay status\` lists what it knows.`);
  if (digest !== undefined && !state.denied.some((entry) => entry.digest === digest))
    throw new Refused(
      'UnknownVersion',
      `${digest} is not denied for ${service}. \`belay why ${service}\` lists what is.`,
    );
  await ports.services.lift(service, digest);
  await startWaiting(ports, service);
}
