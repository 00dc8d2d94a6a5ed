import type { DeploymentId } from '../domain/names.ts';
import type { Ports } from '../ports.ts';
import { type ClosePorts, closeDeployment } from './close-deployment.ts';
import { readServiceDeployment } from './read-service-deployment.ts';

/**
 * A machine was aborted, timed out or failed while closing: nobody drives this deployment any more. ECS is told to go back where that
 * leads to the captured point, and a person is called, because nobody is left who could say how it ends.
 */
export async function closeAbandoned(
  ports: ClosePorts & Pick<Ports, 'ecs'>,
  id: DeploymentId,
  how: string,
): Promise<void> {
  const deployment = await ports.deployments.get(id);
  if (deployment === undefined) return;
  const head = await ports.deployments.head(deployment.service);
  if (head.live?.id !== id) return;
  if (deployment.status === 'ended') {
    // Its verdict is written, and only its lock was left.
    await closeDeployment(ports, deployment, { outcome: 'stuck', because: deployment.because ?? how });
    return;
  }
  const truth = await readServiceDeployment(ports, head);
  const { serviceDeployment, stopIsSafe } = (await ports.deployments.head(deployment.service)).live ?? {};
  const stopped =
    truth !== undefined && serviceDeployment !== undefined && stopIsSafe === true && deployment.kind === 'deploy'
      ? await ports.ecs.stop(serviceDeployment)
      : undefined;
  const told = stopped === 'stopping' ? 'ECS was told to go back' : `ECS says ${truth?.status ?? 'nothing'}`;
  await closeDeployment(ports, deployment, {
    outcome: 'stuck',
    because: `its execution ended without a verdict (${how}); ${told}`,
  });
}
