import type { DeploymentId } from '../domain/names.ts';
import type { Ports } from '../ports.ts';
import { goOn } from './go-on.ts';
import { readLive } from './read-live.ts';
import type { WakePorts } from './wake.ts';

/** Lets a deployment past this gate, or the rest of this bake, now. What the gate judges is judged all the same. */
export async function continueNow(
  ports: WakePorts & Pick<Ports, 'clock'>,
  id: DeploymentId,
  by: string,
): Promise<void> {
  const { deployment, live } = await readLive(ports, id);
  const { service } = deployment;
  if (live.paused !== undefined) await ports.deployments.advance(service, id, { paused: undefined });
  await goOn(ports, id, by);
  await ports.deployments.log({
    deployment: id,
    service,
    event: 'version:update:gate',
    at: new Date(ports.clock.now()).toISOString(),
    text: `${by} lets it go on now`,
    data: { by, continued: true },
  });
}
