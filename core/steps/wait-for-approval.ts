import { type WakePorts, wake } from '../operations/wake.ts';
import { parseStepInput, readStanding } from './step-input.ts';
import { postpone, storeWait } from './wait.ts';

/** Waits for those who must agree. Nothing was touched yet; what they agree to is this digest and this task definition. */
export async function waitForApproval(ports: WakePorts, raw: unknown): Promise<void> {
  const input = parseStepInput(raw);
  const { deployment } = await readStanding(ports, input);
  const { plan, to, by } = deployment;
  const given = deployment.approvals?.length ?? 0;
  const wait = await storeWait(ports, input, 'approval');
  await postpone(ports, wait);
  if (given === 0)
    await ports.deployments.log({
      deployment: input.deployment,
      service: input.service,
      event: 'version:update:approval',
      at: wait.since,
      text: `${to.version} needs ${plan?.approvals === 1 ? 'an approval' : `${plan?.approvals} approvals`} of others than ${by} until ${wait.dueAt}. \`belay approve ${input.deployment}\``,
      data: { needed: plan?.approvals ?? 0, digest: to.digest, until: wait.dueAt },
    });
  await wake(ports, input.service);
}
