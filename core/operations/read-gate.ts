import type { DeploymentId } from '../domain/names.ts';
import { isGate } from '../domain/progress.ts';
import { Refused } from '../domain/refused.ts';
import { wokeBy } from '../domain/wake-up.ts';
import { readLive } from './read-live.ts';
import { readServiceDeployment } from './read-service-deployment.ts';
import { redeem, type WakePorts } from './wake.ts';

/**
 * Wakes a machine at the gate at which ECS stands now, past the rest of its bake. `person`: who takes it on themselves that there may be too
 * little to judge by; alarms and checks are judged all the same.
 */
export async function goOn(ports: WakePorts, id: DeploymentId, person: string | undefined): Promise<void> {
  const { head } = await readLive(ports, id);
  const [wait, truth] = await Promise.all([ports.waits.get(id), readServiceDeployment(ports, head)]);
  // Commands are waited for: what they find out is judged, whoever is in a hurry.
  const atGate = wait !== undefined && !['approval', 'deployment-ended', 'checks-done'].includes(wait.awaits);
  const woke = truth && wokeBy(truth, wait?.answered);
  const asked = wait?.awaits === 'person';
  if (!atGate || woke === undefined || !(isGate(woke.stage) || asked))
    throw new Refused(
      'NotWaiting',
      `${id} stands at no gate now. \`belay why ${head.service}\` says what it waits for.`,
    );
  await redeem(ports, wait, { ...woke, ...(person !== undefined && { person }) });
}
