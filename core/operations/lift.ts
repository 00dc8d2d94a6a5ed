import type { Digest, ServiceKey } from '../domain/names.ts';
import { Refused } from '../domain/refused.ts';
import { type StartWaitingPorts, startWaiting } from './start-waiting.ts';
import { type EndedBy, tellBlockEnded } from './tell-block-ended.ts';

/** Lets automation back in, and allows a denied digest again where one is named. The highest version that was held meanwhile starts, else what waited. */
export async function lift(
  ports: StartWaitingPorts,
  service: ServiceKey,
  { digest, ...ended }: EndedBy & { readonly digest?: Digest | undefined },
): Promise<void> {
  const state = await ports.services.get(service);
  if (state === undefined)
    throw new Refused('UnknownService', `Belay does not know ${service}. \`belay status\` lists what it knows.`);
  const { hold } = state;
  const denied = state.denied.find((entry) => entry.digest === digest);
  if (digest !== undefined && denied === undefined) {
    // A try before this one may have died between the lift and what waited for it.
    await startWaiting(ports, service);
    throw new Refused(
      'UnknownVersion',
      `${digest} is not denied for ${service}. \`belay why ${service}\` lists what is.`,
    );
  }
  if (hold !== undefined) {
    const { by = hold.deployment ?? 'Belay', because, since } = hold;
    await tellBlockEnded(ports, service, { kind: 'hold', by, because, since }, ended);
  }
  if (denied !== undefined) {
    const { deployment: by, because, since } = denied;
    await tellBlockEnded(ports, service, { kind: 'denied', by, because, since, digest: denied.digest }, ended);
  }
  if (!(await ports.services.lift(service, { hold, digest })))
    throw new Refused(
      'Blocked',
      `${service} was held anew this moment. \`belay why ${service}\` says why; \`belay lift ${service}\` lifts that too.`,
    );
  await startWaiting(ports, service);
}
