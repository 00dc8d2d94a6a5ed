import type { Wait } from '../domain/deployment.ts';
import type { Ports } from '../ports.ts';
import { numberField, type StepInput, textField } from './step-input.ts';

/**
 * First part of every waiting step: the token is stored before anything is done that could redeem it. What we wait for may be so already:
 * a step that did not itself begin it looks once more before it ends.
 */
export async function storeWait(
  ports: Pick<Ports, 'waits' | 'clock'>,
  input: StepInput,
  awaits: Wait['awaits'],
  more: Pick<Wait, 'answered' | 'bakes' | 'number'> = {},
): Promise<Wait> {
  const now = ports.clock.now();
  const wait: Wait = {
    service: input.service,
    deployment: input.deployment,
    awaits,
    token: textField(input, 'token'),
    since: new Date(now).toISOString(),
    dueAt: new Date(now + numberField(input, 'wait') * 1000).toISOString(),
    ...more,
  };
  await ports.waits.store(wait);
  return wait;
}

/** Seconds that what comes after a person's word may take. */
const AFTERWARDS = 4 * 3600;

/** A person may take long: the reconciler looks later. */
export async function postpone(ports: Pick<Ports, 'deployments'>, { service, deployment, dueAt }: Wait): Promise<void> {
  const later = new Date(Date.parse(dueAt) + AFTERWARDS * 1000).toISOString();
  await ports.deployments.advance(service, deployment, { dueAt: later });
}
