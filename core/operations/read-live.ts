import type { Deployment, Head, Live } from '../domain/deployment.ts';
import type { DeploymentId } from '../domain/names.ts';
import { Refused } from '../domain/refused.ts';
import type { Ports } from '../ports.ts';

/** A deployment that holds the lock of its service. Refuses any other, in words. */
export async function readLive(
  ports: Pick<Ports, 'deployments'>,
  id: DeploymentId,
): Promise<{ readonly deployment: Deployment; readonly head: Head; readonly live: Live }> {
  const deployment = await ports.deployments.get(id);
  if (deployment === undefined)
    throw new Refused(
      'UnknownDeployment',
      `No deployment ${id} has begun. \`belay history\` lists those that have, and \`belay unqueue\` takes out one that waits.`,
    );
  const head = await ports.deployments.head(deployment.service);
  if (head.live?.id !== id)
    throw new Refused(
      'NotWaiting',
      `${id} has ended${deployment.verdict === undefined ? '' : ` (${deployment.verdict})`}. \`belay show ${id}\` tells how.`,
    );
  return { deployment, head, live: head.live };
}
