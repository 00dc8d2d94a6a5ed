import { isTerminal } from '../domain/progress.ts';
import { awaitServiceDeployment } from '../operations/await-service-deployment.ts';
import { findServiceDeployment } from '../operations/find-service-deployment.ts';
import { type WakePorts, wake } from '../operations/wake.ts';
import type { Ports } from '../ports.ts';
import { parseStepInput, readStanding } from './step-input.ts';
import { storeWait } from './wait.ts';

/**
 * Takes a deployment that is under way back, and waits for its end. Where ECS would go back to something else than the captured point,
 * nothing is stopped: the next state deploys the point itself.
 */
export async function stopDeployment(ports: WakePorts & Pick<Ports, 'ecs'>, raw: unknown): Promise<void> {
  const input = parseStepInput(raw);
  const { head, deployment } = await readStanding(ports, input);
  // First of all: from here on a stop request no longer ends a wait, and an alarm no longer asks for one.
  await ports.deployments.advance(input.service, input.deployment, { phase: 'roll-back' });
  await storeWait(ports, input, 'deployment-ended');
  // UpdateService may have been sent a moment ago: what ECS does not show yet must not be taken for nothing.
  if (deployment.kind === 'deploy' && head.live?.taskDefinition !== undefined)
    await awaitServiceDeployment(ports, input.service);
  const truth =
    deployment.kind === 'rollback'
      ? undefined
      : await findServiceDeployment(ports, await ports.deployments.head(input.service));
  if (truth === undefined || isTerminal(truth.status)) return redeem(ports, input.service);

  const { live } = await ports.deployments.head(input.service);
  if (live?.stopIsSafe !== true) return redeem(ports, input.service);
  const goesBack = truth.status === 'ROLLBACK_REQUESTED' || truth.status === 'ROLLBACK_IN_PROGRESS';
  if (!goesBack && (await ports.ecs.stop(truth.arn)) === 'ended') return redeem(ports, input.service);
  await wake(ports, input.service);
}

/** There is nothing to wait for: the next state reads what serves. */
async function redeem(ports: WakePorts, service: Parameters<typeof wake>[1]): Promise<void> {
  const wait = await ports.waits.get(service);
  if (wait === undefined) return;
  await ports.machines.redeem(wait.token);
  await ports.waits.clear(wait);
}
