import { describeApproval } from '../domain/awaited-approval.ts';
import { type WakePorts, wake } from '../operations/wake.ts';
import { parseStepInput, readStanding } from './step-input.ts';
import { postpone, storeWait } from './wait.ts';

/** Waits for those who must agree. Nothing was touched yet; what they agree to is this digest and this task definition. */
export async function waitForApproval(ports: WakePorts, raw: unknown): Promise<void> {
  const input = parseStepInput(raw);
  const { deployment, state } = await readStanding(ports, input);
  const { plan, to } = deployment;
  const given = deployment.approvals?.length ?? 0;
  const approvers = state.settings.approval?.approvers ?? [];
  const wait = await storeWait(ports, input, 'approval');
  await postpone(ports, wait);
  if (given === 0)
    await ports.deployments.log({
      deployment: input.deployment,
      service: input.service,
      event: 'version:update:approval',
      at: wait.since,
      text: `${describeApproval(deployment, approvers)}, until ${wait.dueAt} (${plan?.approvalsBecause})`,
      data: {
        needed: plan?.approvals ?? 0,
        digest: to.digest,
        until: wait.dueAt,
        approvers,
        because: plan?.approvalsBecause,
      },
    });
  await wake(ports, input.service);
}
