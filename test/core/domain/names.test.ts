import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  nameDeployment,
  namedAt,
  parseDeploymentId,
  parseDigest,
  parseServiceKey,
  partsOf,
} from '../../../core/domain/names.ts';

const parts = fc.stringMatching(/^[a-zA-Z0-9][a-zA-Z0-9_-]{0,99}$/);
const times = fc.date({ min: new Date('2000-01-01'), max: new Date('2100-01-01'), noInvalidDate: true });

test('a deployment id has at most 80 characters, can be parsed, and names service and versions', () => {
  fc.assert(
    fc.property(
      parts,
      parts,
      fc.string(),
      fc.string(),
      times,
      fc.stringMatching(/^[a-z0-9]{4}$/),
      (env, name, from, to, at, suffix) => {
        const service = parseServiceKey(`${env}/${name}`);
        const id = nameDeployment({ service, from, to, at: at.toISOString(), suffix });
        expect(id.length).toBeLessThanOrEqual(80);
        expect(parseDeploymentId(id)).toBe(id);
        expect(id.startsWith(name.slice(0, 24))).toBe(true);
        expect(id.endsWith(`-${suffix}`)).toBe(true);
        expect(namedAt(id)).toBe(Math.floor(at.getTime() / 1000) * 1000);
      },
    ),
  );
});

test('a deployment id reads as a person would write it', () => {
  const service = parseServiceKey('staging/web');
  const id = nameDeployment({ service, from: '1.4.1', to: '1.4.2', at: '2026-11-20T10:15:00.123Z', suffix: 'k3f9' });
  expect(id).toBe('web-1.4.1-1.4.2-20261120T101500Z-k3f9');
});

test('an id that nobody here made tells no time', () => {
  for (const id of ['web', 'ecs-svc-0123456789', 'web-20261399T996199Z-aaaa'])
    expect(namedAt(parseDeploymentId(id))).toBeNaN();
});

test('a service key parses only as environment and name', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      let key: ReturnType<typeof parseServiceKey>;
      try {
        key = parseServiceKey(text);
      } catch (error) {
        expect(error).toMatchObject({ code: 'BadRequest' });
        return;
      }
      const { environment, name } = partsOf(key);
      expect(`${environment}/${name}`).toBe(text);
    }),
  );
});

test.each(['web', 'a/b/c', '/web', 'staging/', 'staging/we b', 'staging/../x', '-a/b'])(
  '"%s" is no service',
  (text) => {
    expect(() => parseServiceKey(text)).toThrow(/is no service/);
  },
);

test.each(['sha256:abc', 'latest', `sha256:${'A'.repeat(64)}`, `sha256:${'a'.repeat(65)}`])(
  '"%s" is no digest',
  (text) => {
    expect(() => parseDigest(text)).toThrow(/is no digest/);
  },
);

test.each(['', 'a b', 'x'.repeat(81), '-x', 'a/b', 'a\n'])('"%s" is no deployment id', (text) => {
  expect(() => parseDeploymentId(text)).toThrow(/is no deployment id/);
});
