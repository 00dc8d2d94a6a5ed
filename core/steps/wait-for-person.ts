import { type WakePorts, wake } from '../operations/wake.ts';
import { parseStepInput, readStanding, textField } from './step-input.ts';
import { postpone, storeWait } from './wait.ts';

/** Waits until a person lets it go on or takes it back. Costs nothing while it waits; an alarm still takes it back. */
export async function waitForPerson(ports: WakePorts, raw: unknown): Promise<void> {
  const input = parseStepInput(raw);
  await readStanding(ports, input);
  const because = textField(input, 'because');
  const wait = await storeWait(ports, input, 'person');
  await postpone(ports, wait);
  await ports.deployments.log({
    deployment: input.deployment,
    service: input.service,
    event: 'version:update:gate',
    at: wait.since,
    text: `Waiting for a person until ${wait.dueAt}, then it goes back: ${because}. \`belay continue ${input.deployment}\` lets it go on, \`belay cancel ${input.deployment}\` takes it back.`,
    data: { because, until: wait.dueAt },
  });
  await wake(ports, input.service);
}
