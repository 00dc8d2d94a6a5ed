import compare from 'semver/functions/compare.js';
import parse from 'semver/functions/parse.js';
import type { VersionRef } from './deployment.ts';
import { isAtLeast, parseSecurityFix } from './security-fix.ts';
import type { ApprovalPolicy } from './service.ts';

/** How many approvals a deployment needs, and which rule says so. */
export interface ApprovalsNeeded {
  readonly count: number;
  /** A sentence; absent where the service asks for none anyway. */
  readonly because?: string;
}

/**
 * What the service asks of every deployment, or less for a security fix where its owner made that rule. Only the label of the image makes a
 * fix, never who asks; it must name this very version, and the version must be newer than what runs: an old fix is no reason to go back.
 */
export function approvalsNeeded(
  policy: ApprovalPolicy | undefined,
  to: VersionRef,
  running: VersionRef | undefined,
  label: string | undefined,
): ApprovalsNeeded {
  if (policy === undefined || policy.count === 0) return { count: 0 };
  const usual = { count: policy.count, because: 'the service asks it of every deployment' };
  const rule = policy.securityFix;
  if (rule === undefined) return usual;
  const fix = parseSecurityFix(label);
  if (fix === undefined) return { ...usual, because: `${usual.because}; no label calls ${to.version} a security fix` };
  const but = (why: string): ApprovalsNeeded => ({ ...usual, because: `${usual.because}; ${why}` });
  if (!isSame(fix.version, to.version))
    return but(`the label of ${to.version} calls ${fix.version} a security fix, and not this version`);
  if (!isAtLeast(fix.severity, rule.severity))
    return but(`the label calls ${to.version} a ${fix.severity} security fix, and the rule begins at ${rule.severity}`);
  if (!isNewer(to, running)) return but(`${to.version} is a security fix by its label, but not newer than what runs`);
  return {
    count: rule.count,
    because: `a ${fix.severity} security fix by the image's label, for which the service asks ${rule.count} instead of ${policy.count}`,
  };
}

/** What a request asks for beside the rule: it may ask for more, and takes nothing away. */
export function atLeast(asked: number | undefined, rule: ApprovalsNeeded): ApprovalsNeeded {
  if (asked === undefined || asked <= rule.count) return rule;
  const instead = rule.count === 0 ? '' : `, which is more than the rule (${rule.count}: ${rule.because})`;
  return { count: asked, because: `whoever asked for it wants ${asked}${instead}` };
}

function isSame(one: string, other: string): boolean {
  return one.replace(/^v/, '') === other.replace(/^v/, '');
}

function isNewer(to: VersionRef, running: VersionRef | undefined): boolean {
  const [next, now] = [parse(to.version), parse(running?.version)];
  return next !== null && now !== null && compare(next, now) > 0;
}
