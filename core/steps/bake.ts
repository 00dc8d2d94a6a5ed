import { type WakePorts, wake } from '../operations/wake.ts';
import type { Ports } from '../ports.ts';
import { numberField, parseStepInput, readStanding } from './step-input.ts';
import { storeWait } from './wait.ts';

/** Begins a time under watch: a one-time schedule ends it, an alarm may end it before. Costs the same for a minute and for a day. */
export async function bake(ports: WakePorts & Pick<Ports, 'schedules'>, raw: unknown): Promise<void> {
  const input = parseStepInput(raw);
  const { deployment } = await readStanding(ports, input);
  const bakes = numberField(input, 'bakes');
  const until = new Date(ports.clock.now() + (deployment.plan?.bake ?? 0) * 1000).toISOString();
  await storeWait(ports, input, 'bake-over', until);
  await ports.deployments.advance(input.service, input.deployment, { phase: 'bake' });
  await ports.schedules.wakeAt(`${input.deployment}-${bakes}`, until, {
    service: input.service,
    deployment: input.deployment,
  });
  await wake(ports, input.service);
}
