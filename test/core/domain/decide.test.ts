import fc from 'fast-check';
import semver from 'semver';
import { expect, test } from 'vitest';
import { blocksOf } from '../../../core/domain/blocks-of.ts';
import { decide, type Push } from '../../../core/domain/decide.ts';
import type { ServiceState } from '../../../core/domain/service.ts';
import { aDeployment, aDigest, aService } from '../../builders.ts';

const NOW = Date.parse('2026-11-20T10:00:00.000Z');
const entry = { since: '2026-11-20T10:00:00.000Z', because: 'an alarm fired', deployment: aDeployment().id };
const serving = { version: '1.0.0', digest: aDigest(1) };
const push = (tag: string, change: Partial<Push> = {}): Push => ({ tag, digest: aDigest(2), serving, ...change });
const state = (change: Partial<ServiceState> = {}): ServiceState => ({
  settings: aService(),
  denied: [],
  waiting: [],
  ...change,
});
const manual = state({ settings: aService({ policy: { kind: 'manual' } }) });
const withPrereleases = state({
  settings: aService({ policy: { kind: 'semver', range: '>=1.0.0', prereleases: true } }),
});
const onlyOne = state({ settings: aService({ policy: { kind: 'semver', range: '^1', prereleases: false } }) });

test.each([
  { tag: '1.1.0', service: state(), outcome: 'deploying', because: 'within >=1.0.0' },
  { tag: 'v1.1.0', service: state(), outcome: 'deploying', because: 'within' },
  { tag: '1.1.0', service: manual, outcome: 'recorded', because: 'by hand only' },
  { tag: 'latest', service: state(), outcome: 'recorded', because: 'no semantic version' },
  { tag: '1.1', service: state(), outcome: 'recorded', because: 'no semantic version' },
  { tag: '1.1.0-rc.1', service: state(), outcome: 'recorded', because: 'pre-release' },
  { tag: '1.1.0-rc.1', service: withPrereleases, outcome: 'deploying', because: 'within' },
  { tag: '2.0.0', service: onlyOne, outcome: 'recorded', because: 'outside ^1' },
  { tag: '1.0.0', service: state(), outcome: 'recorded', because: 'not newer than 1.0.0' },
  { tag: '0.9.0', service: state(), outcome: 'recorded', because: 'outside' },
  { tag: '1.1.0', service: state({ hold: entry }), outcome: 'held', because: 'an alarm fired' },
  {
    tag: '1.1.0',
    service: state({ denied: [{ ...entry, digest: aDigest(2) }] }),
    outcome: 'refused',
    because: 'belay lift',
  },
])('$tag is $outcome: $because', ({ tag, service, outcome, because }) => {
  const decision = decide(push(tag), service, blocksOf(service, [], NOW));
  expect(decision.outcome).toBe(outcome);
  expect(decision.because).toContain(because);
});

test('the image that runs is not deployed again under another tag', () => {
  expect(decide(push('1.1.0', { digest: serving.digest }), state(), []).outcome).toBe('recorded');
});

const parts = fc.tuple(fc.nat(5), fc.nat(5), fc.nat(5)).map((numbers) => numbers.join('.'));
const tags = fc.oneof(
  parts,
  parts.map((version) => `${version}-rc.1`),
  fc.string(),
);
const digests = fc.nat(3).map(aDigest);
const states = fc.record({
  settings: fc
    .oneof(
      fc.constant({ kind: 'manual' as const }),
      fc.record({
        kind: fc.constant('semver' as const),
        range: fc.constantFrom('*', '>=1.0.0', '^2'),
        prereleases: fc.boolean(),
      }),
    )
    .map((policy) => aService({ policy })),
  denied: fc.array(digests.map((digest) => ({ ...entry, digest }))),
  waiting: fc.constant([]),
});

test('a denied digest is never deployed, whatever its tag', () => {
  fc.assert(
    fc.property(tags, digests, states, (tag, digest, service) => {
      fc.pre(service.denied.some((one) => one.digest === digest));
      expect(decide({ tag, digest, serving }, service, []).outcome).toBe('refused');
    }),
  );
});

test('a push never leads to an older version than the one that serves, nor to the same', () => {
  fc.assert(
    fc.property(tags, parts, states, (tag, version, service) => {
      const { outcome } = decide({ tag, digest: aDigest(9), serving: { version, digest: aDigest(8) } }, service, []);
      if (outcome === 'deploying') expect(semver.gt(tag, version)).toBe(true);
    }),
  );
});

test('a held service deploys nothing by itself', () => {
  fc.assert(
    fc.property(tags, digests, states, (tag, digest, service) => {
      const blocks = blocksOf({ ...service, hold: entry }, [], NOW);
      expect(decide({ tag, digest, serving }, service, blocks).outcome).not.toBe('deploying');
    }),
  );
});
