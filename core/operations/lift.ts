import type { Digest, ServiceKey } from '../domain/names.ts';
import { Refused } from '../domain/refused.ts';
import type { Ports } from '../ports.ts';
import type { DeployPorts } from './deploy.ts';
import { startQueued } from './start-queued.ts';

/** Lets automation back in, and allows a denied digest again where one is named. What waited meanwhile starts. */
export async function lift(
  ports: DeployPorts & Pick<Ports, 'services'>,
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
  await startQueued(ports, service);
}
