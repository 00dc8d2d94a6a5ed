import { forwardConfiguration } from '../domain/deployment-configuration.ts';
import { partsOf } from '../domain/names.ts';
import { Refused } from '../domain/refused.ts';
import { isBeside } from '../domain/service.ts';
import { awaitServiceDeployment } from '../operations/await-service-deployment.ts';
import { type WakePorts, wake } from '../operations/wake.ts';
import { parseStepInput, readStanding, type Standing } from './step-input.ts';
import { tellRollOut } from './tell-roll-out.ts';
import { storeWait } from './wait.ts';

/** Lets ECS begin, and waits: for the first gate where there are gates, else for the end. */
export async function startDeployment(ports: WakePorts, raw: unknown): Promise<void> {
  const input = parseStepInput(raw);
  const standing = await readStanding(ports, input);
  const { plan } = standing.deployment;
  await storeWait(ports, input, plan !== undefined && isBeside(plan.strategy) ? 'gate' : 'deployment-ended');

  const known = standing.live.phase !== 'planning' && (await wasStarted(ports, standing));
  if (!known && !(await update(ports, standing))) return void (await wake(ports, input.service));
  const shown = known ? 'late' : await awaitServiceDeployment(ports, input.service);
  if (!known) await tellRollOut(ports, standing.deployment);
  // What shows at once cannot have reached anything yet. What took longer, or was started by an earlier try, may have.
  if (shown !== 'at-once') await wake(ports, input.service);
}

/** Did an earlier try of this step go through? ECS may not show yet what it sent: sent again, it would push the first aside. */
async function wasStarted(ports: WakePorts, { head, live }: Standing): Promise<boolean> {
  return live.serviceDeployment !== undefined || (await awaitServiceDeployment(ports, head.service)) !== 'not-found';
}

/** `false`: somebody asked for a stop before, and nothing was started. Who asks later finds the phase, and waits for what it brings. */
async function update(ports: WakePorts, { deployment, state, live }: Standing): Promise<boolean> {
  const { plan, found, service } = deployment;
  const { taskDefinition } = live;
  if (plan === undefined || found === undefined || taskDefinition === undefined)
    throw new Refused('BadRequest', `${deployment.id} has no plan. Start it anew.`);
  const phase = isBeside(plan.strategy) ? 'scale-up' : 'roll-out';
  const now = await ports.deployments.advance(service, deployment.id, { phase });
  if (now.stopRequested !== undefined) return false;
  await ports.ecs.update(state.settings.cluster, partsOf(service).name, {
    taskDefinition,
    deploymentConfiguration: forwardConfiguration(plan, found),
  });
  return true;
}
