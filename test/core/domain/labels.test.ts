import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseLabels } from '../../../core/domain/labels.ts';

test('labels that are understood are taken over', () => {
  expect(
    parseLabels({
      'org.opencontainers.image.revision': 'abc1234',
      'org.opencontainers.image.source': 'https://example.com/web',
      'org.opencontainers.image.created': '2026-11-20T10:00:00Z',
      'org.opencontainers.image.version': '1.4.2',
      'dev.belay.runtime': 'node 24',
      'dev.belay.security-fix': 'critical 1.4.2',
      'dev.belay.component.router': '2.0.0',
      maintainer: 'somebody',
    }),
  ).toEqual({
    commit: 'abc1234',
    source: 'https://example.com/web',
    builtAt: '2026-11-20T10:00:00Z',
    version: '1.4.2',
    runtime: 'node 24',
    securityFix: 'critical 1.4.2',
    components: { router: '2.0.0' },
  });
});

test.each([undefined, null, 'text', 7, [], {}])('of %o nothing is understood', (raw) => {
  expect(parseLabels(raw)).toEqual({ components: {} });
});

test.each([
  ['a date that is none', { 'org.opencontainers.image.created': 'yesterday' }],
  ['a text with a control character', { 'org.opencontainers.image.revision': 'a\u0007b' }],
  ['a text that turns its direction', { 'org.opencontainers.image.revision': 'a\u202eb' }],
  ['a text that is too long', { 'org.opencontainers.image.revision': 'a'.repeat(201) }],
])('%s is left out', (_, raw) => {
  expect(parseLabels(raw)).toEqual({ components: {} });
});

const KNOWN = [
  'org.opencontainers.image.revision',
  'org.opencontainers.image.created',
  'org.opencontainers.image.version',
  'dev.belay.runtime',
  'dev.belay.security-fix',
];
const names = fc.oneof(
  fc.constantFrom(...KNOWN),
  fc.string().map((name) => `dev.belay.component.${name}`),
  fc.constant('dev.belay.component.__proto__'),
  fc.string(),
);
const hostile = fc.oneof(
  fc.anything(),
  fc.dictionary(names, fc.oneof(fc.string({ maxLength: 400 }), fc.anything()), { maxKeys: 120 }),
);

test('whatever an image claims, parsing never throws, and all that comes out is short and plain', () => {
  fc.assert(
    fc.property(hostile, (raw) => {
      const { components, ...facts } = parseLabels(raw);
      expect(Object.keys(components).length).toBeLessThanOrEqual(50);
      for (const text of [...Object.values(facts), ...Object.entries(components).flat()]) {
        expect(typeof text).toBe('string');
        expect(text.length).toBeLessThanOrEqual(200);
        expect(text).not.toMatch(/\p{Cc}|\p{Cf}/u);
      }
      expect(Object.getPrototypeOf(components)).toBe(Object.prototype);
    }),
  );
});
