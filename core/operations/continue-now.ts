import type { DeploymentId } from '../domain/names.ts';
import type { Ports } from '../ports.ts';
import { readGate } from './read-gate.ts';
import { readLive } from './read-live.ts';
import { redeem, type WakePorts } from './wake.ts';

/** Lets a deployment past this gate, or the rest of this bake, now. What the gate judges is judged all the same. */
export async function continueNow(
  ports: WakePorts & Pick<Ports, 'clock'>,
  id: DeploymentId,
  by: string,
  reason?: string,
): Promise<void> {
  const { deployment, live } = await readLive(ports, id);
  const { service } = deployment;
  // Before the pause is lifted: a refusal leaves it paused.
  const { wait, woke } = await readGate(ports, id);
  if (live.paused !== undefined) await ports.deployments.advance(service, id, { paused: undefined });
  // Who it is takes it on themselves that there may be too little to judge by.
  await redeem(ports, wait, { ...woke, person: by });
  await ports.deployments.log({
    deployment: id,
    service,
    event: 'version:update:gate',
    at: new Date(ports.clock.now()).toISOString(),
    text: `${by} lets it go on now${reason === undefined ? '' : `: ${reason}`}`,
    data: { by, continued: true, ...(reason !== undefined && { because: reason }) },
  });
}
