import type { Wait, Woke } from '../domain/deployment.ts';
import type { DeploymentId } from '../domain/names.ts';
import { isGate } from '../domain/progress.ts';
import { Refused } from '../domain/refused.ts';
import { looksAtEcs, wokeBy } from '../domain/wake-up.ts';
import { readLive } from './read-live.ts';
import { readServiceDeployment } from './read-service-deployment.ts';
import type { WakePorts } from './wake.ts';

/** The gate at which ECS stands now, whatever is left of its bake, and the machine's wait for it. Refuses where there is none. */
export async function readGate(
  ports: WakePorts,
  id: DeploymentId,
): Promise<{ readonly wait: Wait; readonly woke: Woke }> {
  const { head } = await readLive(ports, id);
  const [wait, truth] = await Promise.all([ports.waits.get(id), readServiceDeployment(ports, head)]);
  // Commands are waited for: what they find out is judged, whoever is in a hurry.
  const atGate =
    wait !== undefined &&
    !['approval', 'deployment-ended', 'way-back-ended', 'checks-done', 'command-done'].includes(wait.awaits);
  const woke = truth && wokeBy(truth, wait?.answered);
  // Nothing that ECS says ends it: a person does.
  const asked = wait !== undefined && !looksAtEcs(wait);
  if (!atGate || woke === undefined || !(isGate(woke.stage) || asked))
    throw new Refused(
      'NotWaiting',
      `${id} stands at no gate now. \`belay why ${head.service}\` says what it waits for.`,
    );
  return { wait, woke };
}
