import type { DeploymentId, ServiceKey } from '../domain/names.ts';
import { Refused } from '../domain/refused.ts';
import type { WaitingDeployment } from '../domain/waiting-deployment.ts';
import type { Ports } from '../ports.ts';
import { readService } from './read-service.ts';

/** Takes out a deployment that waits. One that has begun is taken back, not taken out. */
export async function unqueue(
  ports: Pick<Ports, 'services' | 'clock'>,
  key: ServiceKey,
  id: DeploymentId,
  by: string,
): Promise<WaitingDeployment> {
  const { waiting } = await readService(ports, key);
  const found = waiting.find((one) => one.id === id && one.ended === undefined);
  if (found === undefined)
    throw new Refused(
      'UnknownDeployment',
      `Nothing waits at ${key} under ${id}. \`belay why ${key}\` lists what does; one that has begun ends with \`belay rollback\`.`,
    );
  const at = new Date(ports.clock.now()).toISOString();
  const cancelled: WaitingDeployment = { ...found, ended: { at, outcome: 'cancelled', because: `${by} took it out` } };
  await ports.services.keepWaiting(key, cancelled);
  return cancelled;
}
