import { awaitServiceDeployment } from '../operations/await-service-deployment.ts';
import { readServiceDeployment } from '../operations/read-service-deployment.ts';
import { type WakePorts, wake, wakeWait } from '../operations/wake.ts';
import { numberField, parseStepInput, readStanding, textField } from './step-input.ts';
import { storeWait } from './wait.ts';

/**
 * Lets ECS past a gate, and waits for what comes next: another gate, where the time under watch is added, or the end. The gate is named by
 * its hook: one that was passed before, or is not the one that was judged, is never answered.
 */
export async function continueDeployment(ports: WakePorts, raw: unknown): Promise<void> {
  const input = parseStepInput(raw);
  const hookId = textField(input, 'hookId');
  const last = textField(input, 'awaits') === 'deployment-ended';
  const { head, live, deployment } = await readStanding(ports, input);
  const { bake = 0, stepBake = 0 } = deployment.plan ?? {};
  const wait = await storeWait(ports, input, last ? 'deployment-ended' : 'gate', {
    answered: hookId,
    bakes: { share: stepBake, all: bake },
    number: numberField(input, 'number'),
  });
  if (live.stopRequested !== undefined) return void (await wake(ports, input.service));
  if (live.serviceDeployment === undefined) {
    await awaitServiceDeployment(ports, input.service);
    return void (await wake(ports, input.service));
  }
  if (live.phase === 'scale-up') {
    // Whoever cancelled until now was told that nobody has seen the new version.
    const now = await ports.deployments.advance(input.service, input.deployment, { phase: 'traffic' });
    if (now.stopRequested !== undefined) return void (await wake(ports, input.service));
  }
  if ((await ports.ecs.continue(live.serviceDeployment, hookId)) === 'continued') return;
  // Passed by an earlier try, or turned back meanwhile: what ECS says now decides.
  const truth = await readServiceDeployment(ports, head);
  await wakeWait(ports, head, wait, truth);
}
