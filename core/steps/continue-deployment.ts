import type { Awaited, Phase } from '../domain/deployment.ts';
import { stageOf } from '../domain/progress.ts';
import { Refused } from '../domain/refused.ts';
import { findServiceDeployment } from '../operations/find-service-deployment.ts';
import { type WakePorts, wake } from '../operations/wake.ts';
import type { Ports } from '../ports.ts';
import { parseStepInput, readStanding, textField } from './step-input.ts';
import { storeWait } from './wait.ts';

const AFTER: Readonly<Record<string, { readonly awaits: Awaited; readonly phase: Phase; readonly text: string }>> = {
  'before-traffic': { awaits: 'after-shift', phase: 'shift', text: 'Traffic moves to the new version' },
  'after-bake': { awaits: 'deployment-ended', phase: 'finish', text: 'The old version is let go' },
};

/** Lets ECS past a gate, and waits for what comes next. */
export async function continueDeployment(ports: WakePorts & Pick<Ports, 'ecs'>, raw: unknown): Promise<void> {
  const input = parseStepInput(raw);
  const gate = textField(input, 'gate');
  const after = AFTER[gate];
  if (after === undefined) throw new Refused('BadRequest', `The state machine names a gate that is none: "${gate}".`);
  const { head, live } = await readStanding(ports, input);
  await storeWait(ports, input, after.awaits);
  if (live.stopRequested !== undefined) return void (await wake(ports, input.service));

  const truth = await findServiceDeployment(ports, head);
  const standsAtGate =
    truth !== undefined && stageOf(truth) === (gate === 'before-traffic' ? 'before-traffic' : 'after-shift');
  if (
    standsAtGate &&
    truth.pause !== undefined &&
    (await ports.ecs.continue(truth.arn, truth.pause.hookId)) === 'continued'
  ) {
    await ports.deployments.advance(input.service, input.deployment, { phase: after.phase });
    const at = new Date(ports.clock.now()).toISOString();
    await ports.deployments.log({
      deployment: input.deployment,
      service: input.service,
      event: 'version:update:progress',
      at,
      text: after.text,
      data: { gate, continued: true },
    });
  }
  await wake(ports, input.service);
}
