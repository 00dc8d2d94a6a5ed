import type { Awaited } from '../domain/deployment.ts';
import type { Ports } from '../ports.ts';
import { numberField, type StepInput, textField } from './step-input.ts';

/** Overdue means that the machine's own timeout should have come first. */
const SLACK_SECONDS = 60;

/**
 * First part of every waiting step: the token is stored before anything is done that could redeem it. The last part is `wake`: what
 * we wait for may be so already, and its event may have come before the token was stored.
 */
export async function storeWait(
  ports: Pick<Ports, 'waits' | 'clock'>,
  input: StepInput,
  awaits: Awaited,
  until?: string,
): Promise<void> {
  const now = ports.clock.now();
  await ports.waits.store({
    service: input.service,
    deployment: input.deployment,
    awaits,
    token: textField(input, 'token'),
    since: new Date(now).toISOString(),
    dueAt: new Date(now + (numberField(input, 'wait') + SLACK_SECONDS) * 1000).toISOString(),
    ...(until !== undefined && { until }),
  });
}
