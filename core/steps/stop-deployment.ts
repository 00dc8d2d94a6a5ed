import { BACK_WITHIN } from '../domain/deadlines.ts';
import type { Deployment, Live, Wait } from '../domain/deployment.ts';
import { isTerminal } from '../domain/progress.ts';
import { awaitServiceDeployment } from '../operations/await-service-deployment.ts';
import { readServiceDeployment } from '../operations/read-service-deployment.ts';
import { redeem, type WakePorts } from '../operations/wake.ts';
import { parseStepInput, readStanding } from './step-input.ts';
import { storeWait } from './wait.ts';

/**
 * Takes a deployment that is under way back, and waits for its end. Where ECS would go back to something else than the captured point,
 * nothing is stopped: the next state deploys the point itself.
 */
export async function stopDeployment(ports: WakePorts, raw: unknown): Promise<void> {
  const input = parseStepInput(raw);
  const { live: before, deployment } = await readStanding(ports, input);
  const wasStarted = before.phase !== 'planning';
  // First of all: from here on a stop request no longer ends a wait, and an alarm no longer asks for one.
  const dueAt = new Date(ports.clock.now() + BACK_WITHIN * 1000).toISOString();
  const live = await ports.deployments.advance(input.service, input.deployment, { phase: 'roll-back', dueAt });
  const wait = await storeWait(ports, input, 'way-back-ended');
  await goBack(ports, deployment, { wait, live, wasStarted });
  await lookForLate(ports, deployment);
}

async function goBack(
  ports: WakePorts,
  { id, kind, service }: Deployment,
  { wait, live, wasStarted }: { readonly wait: Wait; readonly live: Live; readonly wasStarted: boolean },
): Promise<void> {
  const nothing = () => redeem(ports, wait, { stage: 'ended-badly', because: 'there is nothing to stop' });
  if (kind === 'rollback' || !wasStarted) return void (await nothing());

  // UpdateService may have been sent a moment ago: what ECS does not show yet must not be taken for nothing.
  if (live.serviceDeployment === undefined) await awaitServiceDeployment(ports, service);
  const now = await ports.deployments.head(service);
  // An event may have been quicker: then this one has ended, and what is live is another, which is not ours to stop.
  if (now.live?.id !== id) return;
  const truth = await readServiceDeployment(ports, now);
  if (truth === undefined || isTerminal(truth.status) || now.live?.stopIsSafe !== true) return void (await nothing());
  if (truth.status === 'ROLLBACK_REQUESTED' || truth.status === 'ROLLBACK_IN_PROGRESS') return;
  if ((await ports.ecs.stop(truth.arn)) === 'ended') await nothing();
}

/**
 * Both ways back count from here: the shift of traffic, and the deployment of the old version where that is not enough. It must
 * not stand in the way of either: where no schedule can be made, the log says so.
 */
async function lookForLate(
  { schedules, deployments, clock }: WakePorts,
  { id, service, plan }: Deployment,
): Promise<void> {
  if (plan === undefined) return;
  const now = clock.now();
  const at = new Date(now + plan.backWithin * 1000).toISOString();
  try {
    await schedules.lookForLate(`${id}-late`, at, { service, deployment: id });
  } catch (error) {
    await deployments.log({
      deployment: id,
      service,
      event: 'version:update:progress',
      at: new Date(now).toISOString(),
      text: `Nobody will be told if this way back is late: ${error instanceof Error ? error.message : error}`,
      data: {},
    });
  }
}
