import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Serving, serves } from '../../../core/domain/serving.ts';
import type { RevisionTruth, ServiceDeploymentTruth } from '../../../core/domain/truth.ts';
import { aDigest } from '../../builders.ts';

const statuses = ['PENDING', 'IN_PROGRESS', 'STOPPED', 'SUCCESSFUL', 'ROLLBACK_SUCCESSFUL', 'ROLLBACK_FAILED'] as const;
const deployments: fc.Arbitrary<ServiceDeploymentTruth | undefined> = fc.option(
  fc.record({
    arn: fc.constant('arn'),
    status: fc.constantFrom(...statuses),
    triggeredAlarms: fc.constant([]),
    sources: fc.constant([]),
  }),
  { nil: undefined },
);
const revisions: fc.Arbitrary<RevisionTruth | undefined> = fc.option(
  fc.record({
    arn: fc.constant('revision'),
    taskDefinition: fc.constant('web:1'),
    digests: fc.dictionary(fc.constantFrom('web', 'sidecar'), fc.nat(2).map(aDigest)),
    traffic: fc.constantFrom([], [{ targetGroup: 'blue' }], [{ targetGroup: 'green' }]),
  }),
  { nil: undefined },
);
const servings: fc.Arbitrary<Serving> = fc.record({
  deployment: deployments,
  revision: revisions,
  weights: fc.constantFrom<Serving['weights']>(
    undefined,
    { blue: 100, green: 0 },
    { blue: 90, green: 10 },
    { blue: 0, green: 100 },
    {},
  ),
  targets: fc.option(fc.record({ healthy: fc.nat(2), registered: fc.nat(2) }), { nil: undefined }),
});

test('only the exact digest, in a deployment that ended well, with all the traffic, serves', () => {
  let yes = 0;
  fc.assert(
    fc.property(servings, (serving) => {
      const answer = serves(aDigest(1), 'web', serving);
      expect(answer.because).not.toBe('');
      if (!answer.yes) return;
      yes++;
      const { deployment, revision, weights, targets } = serving;
      expect(['SUCCESSFUL', 'ROLLBACK_SUCCESSFUL']).toContain(deployment?.status);
      expect(revision?.digests.web).toBe(aDigest(1));
      if (weights !== undefined)
        expect(Object.entries(weights)).toContainEqual([revision?.traffic[0]?.targetGroup, 100]);
      if (targets !== undefined) expect(targets.healthy).toBeGreaterThan(0);
    }),
    { numRuns: 2000 },
  );
  expect(yes).toBeGreaterThan(0);
});
