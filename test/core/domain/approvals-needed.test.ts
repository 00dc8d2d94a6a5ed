import fc from 'fast-check';
import semver from 'semver';
import { expect, test } from 'vitest';
import { approvalsNeeded } from '../../../core/domain/approvals-needed.ts';
import { SEVERITIES } from '../../../core/domain/security-fix.ts';
import type { ApprovalPolicy } from '../../../core/domain/service.ts';
import { aDigest } from '../../builders.ts';

const usual: ApprovalPolicy = { count: 2, approvers: [], deadline: 3600 };
const rule: ApprovalPolicy = { ...usual, securityFix: { severity: 'high', count: 1 } };
const version = (name: string, digest = 1) => ({ version: name, digest: aDigest(digest) });
const needed = (policy: ApprovalPolicy | undefined, label?: string, to = '1.4.3', running = '1.4.2') =>
  approvalsNeeded(policy, version(to, 2), version(running), label);

test.each([
  ['is that bad', 'high 1.4.3', 'a high security fix'],
  ['is worse', 'critical 1.4.3', 'a critical security fix'],
  ['is named with a v', 'critical v1.4.3', 'a critical security fix'],
])('a security fix that %s needs what the rule says, and the reason says whose word it is', (_, label, says) => {
  expect(needed(rule, label)).toEqual({
    count: 1,
    because: expect.stringMatching(`^${says} by the image's label, for which the service asks 1 instead of 2$`),
  });
});

test.each([
  ['no label', undefined, 'no label calls 1.4.3 a security fix'],
  ['a label that is not understood', 'critical', 'no label calls 1.4.3'],
  ['a label with more than it should have', 'critical 1.4.3 1.4.4', 'no label calls 1.4.3'],
  ['a severity that there is not', 'urgent 1.4.3', 'no label calls 1.4.3'],
  ['a fix that is not bad enough', 'medium 1.4.3', 'a medium security fix, and the rule begins at high'],
  ['a label that was left over', 'critical 1.4.2', 'calls 1.4.2 a security fix, and not this version'],
])('%s changes nothing, and the reason says so', (_, label, says) => {
  expect(needed(rule, label)).toEqual({ count: 2, because: expect.stringContaining(says) });
});

test('an old fix is no reason to go back without approval, nor is one where nothing runs', () => {
  expect(needed(rule, 'critical 1.4.3', '1.4.3', '1.5.0')).toMatchObject({
    count: 2,
    because: expect.stringContaining('not newer'),
  });
  expect(approvalsNeeded(rule, version('1.4.3'), undefined, 'critical 1.4.3').count).toBe(2);
  expect(needed(rule, 'critical latest', 'latest')).toMatchObject({ count: 2 });
});

test('a service that asks for no approval is not talked about', () => {
  for (const policy of [undefined, { ...usual, count: 0 }])
    expect(needed(policy, 'critical 1.4.3')).toEqual({ count: 0 });
});

const number = fc.integer({ min: 0, max: 3 });
const versions = fc.tuple(number, number, number).map((parts) => parts.join('.'));

test('fewer approvals are only ever needed by the owner’s rule, for a newer version that its own label calls a fix', () => {
  const severities = fc.constantFrom(...SEVERITIES);
  const labels = fc.option(
    fc.tuple(severities, versions).map((parts) => parts.join(' ')),
    { nil: undefined },
  );
  const policies = fc.record({
    count: fc.integer({ min: 1, max: 4 }),
    approvers: fc.constant([]),
    deadline: fc.constant(1),
    securityFix: fc.record({ severity: severities, count: fc.constant(0) }),
  });
  let fewer = 0;
  fc.assert(
    fc.property(policies, labels, versions, versions, fc.boolean(), (policy, label, to, running, hasRule) => {
      const { securityFix, ...without } = policy;
      const { count } = needed(hasRule ? policy : without, label, to, running);
      if (count === policy.count) return;
      fewer++;
      expect(hasRule && semver.gt(to, running)).toBe(true);
      const bad = SEVERITIES.slice(SEVERITIES.indexOf(securityFix.severity));
      expect(bad.map((severity) => `${severity} ${to}`)).toContain(label);
    }),
    { numRuns: 5000 },
  );
  expect(fewer).toBeGreaterThan(0);
});
