import { approverOf, isRole, type Speaker } from '../domain/approver.ts';
import type { Approval, Deployment } from '../domain/deployment.ts';
import type { DeploymentId, Digest } from '../domain/names.ts';
import { Refused } from '../domain/refused.ts';
import { settingsFor } from '../domain/settings-for.ts';
import type { Ports } from '../ports.ts';
import { redeem } from './wake.ts';

export type ApprovePorts = Pick<Ports, 'deployments' | 'services' | 'waits' | 'machines' | 'registry' | 'clock'>;

/** One person's word about a deployment that waits for it. */
export interface ApproveRequest extends Speaker {
  readonly id: DeploymentId;
  readonly approved: boolean;
  readonly comment?: string | undefined;
  /** What the person saw. Anything else is refused. */
  readonly digest?: Digest | undefined;
}

/** Approvals that are given and needed; `missing` 0: it goes on. */
export interface Approved {
  readonly given: readonly Approval[];
  readonly needed: number;
  readonly missing: number;
}

/** Keeps a person's word, and lets the machine go on, or end, when it is decided. Safe to repeat. */
export async function approve(ports: ApprovePorts, request: ApproveRequest): Promise<Approved> {
  const { id, by, approved, comment } = request;
  const [deployment, wait] = await Promise.all([ports.deployments.get(id), ports.waits.get(id)]);
  if (deployment === undefined)
    throw new Refused('UnknownDeployment', `There is no deployment ${id}. \`belay history\` lists them.`);
  if (deployment.status === 'ended' || wait?.awaits !== 'approval')
    throw new Refused(
      'NotWaiting',
      `${id} waits for no approval. \`belay why ${deployment.service}\` says what it waits for.`,
    );
  const role = await refuseWhoMayNot(ports, deployment, request);
  if (approved) await refuseWhatMoved(ports, deployment, request.digest);
  const at = new Date(ports.clock.now()).toISOString();
  const given = await ports.deployments.addApproval(id, {
    by,
    approved,
    at,
    ...(role !== undefined && { role }),
    ...(comment !== undefined && { comment }),
  });
  const needed = deployment.plan?.approvals ?? 1;
  const missing = Math.max(0, needed - given.filter((word) => word.approved).length);
  const said = comment === undefined ? '' : `: ${comment}`;
  const who = role === undefined ? by : `${by} (${role})`;
  await ports.deployments.log({
    deployment: id,
    service: deployment.service,
    event: 'version:update:approval',
    at,
    text: approved
      ? `Approved by ${who}${said}${missing > 0 ? `; ${missing} more needed` : ''}`
      : `Rejected by ${who}${said}`,
    data: { by, ...(role !== undefined && { role }), approved, missing, digest: deployment.to.digest },
  });
  if (!approved) await ports.machines.fail(wait.token, 'Rejected', `rejected by ${by}${said}`);
  else if (missing === 0) await redeem(ports, wait, { stage: 'going', because: `approved by ${by}` });
  return { given, needed, missing };
}

/** Nobody agrees with themselves, and where approvers are named, it is one of them. Gives the role that makes it one. */
async function refuseWhoMayNot(
  ports: ApprovePorts,
  deployment: Deployment,
  speaker: Speaker,
): Promise<string | undefined> {
  const { by } = speaker;
  const { id, service } = deployment;
  if (deployment.by === by)
    throw new Refused(
      'NotAnApprover',
      `${by} asked for ${id} and cannot approve or reject it. \`belay cancel ${id}\` takes it back.`,
    );
  const state = await ports.services.get(service);
  const approvers = (state && settingsFor(state.settings, deployment.options))?.approval?.approvers ?? [];
  if (approvers.length === 0) return undefined;
  const approver = approverOf(approvers, speaker);
  if (approver === undefined)
    throw new Refused('NotAnApprover', `${by} is no approver of ${id}. Ask ${approvers.join(' or ')}.`);
  return isRole(approver) ? approver : undefined;
}

/** What is approved is an image. Where its tag leads elsewhere by now, the person may have looked at another. */
async function refuseWhatMoved(
  ports: ApprovePorts,
  { id, to, repository }: Deployment,
  seen: Digest | undefined,
): Promise<void> {
  const now = await ports.registry.describe(repository, { tag: to.version });
  const other =
    seen !== undefined && seen !== to.digest
      ? seen
      : now !== undefined && now.digest !== to.digest
        ? now.digest
        : undefined;
  if (other === undefined) return;
  throw new Refused(
    'PlanChanged',
    `${id} is about ${to.version} as ${to.digest}, and ${to.version} is ${other} by now. \`belay reject ${id}\`, and deploy ${to.version} anew.`,
  );
}
