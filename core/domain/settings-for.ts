import type { Options } from './options.ts';
import type { ApprovalPolicy, ServiceSettings } from './service.ts';

/** Seconds that a person is waited for where nobody says. */
const DAY = 24 * 60 * 60;

/** What is told of a service, as one deployment has it: with the checks, the approvers and the deadline that its request names. */
export function settingsFor(settings: ServiceSettings, options: Options | undefined): ServiceSettings {
  const { checks, approvers, approvalDeadline } = options ?? {};
  const approval =
    approvers === undefined && approvalDeadline === undefined
      ? settings.approval
      : approvalFor(settings.approval, approvers, approvalDeadline);
  return {
    ...settings,
    ...(checks !== undefined && typeof checks !== 'boolean' && { checks }),
    ...(approval && { approval }),
  };
}

function approvalFor(
  policy: ApprovalPolicy = { count: 0, approvers: [], deadline: DAY },
  approvers: readonly string[] = [],
  deadline = policy.deadline,
): ApprovalPolicy {
  // None at all would be anybody.
  const narrows = approvers.length > 0 && approversBeyond(policy, approvers).length === 0;
  return { ...policy, approvers: narrows ? approvers : policy.approvers, deadline };
}

/** Approvers of a request that the service does not have: a request may name fewer, and no others. */
export function approversBeyond(
  policy: Pick<ApprovalPolicy, 'approvers'> | undefined,
  approvers: readonly string[] | undefined,
): readonly string[] {
  const own = policy?.approvers ?? [];
  return own.length === 0 ? [] : (approvers ?? []).filter((one) => !own.includes(one));
}
