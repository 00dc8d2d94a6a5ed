import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Route } from '../../../local/http-api/api-model.ts';
import { matchRoute } from '../../../local/http-api/match-route.ts';

const routes = (...keys: string[]): Route[] =>
  keys.map((key) => ({ key, integrationId: 'i', authorization: { kind: 'none' } }));

const PETS = routes('GET /pets/dog/1', 'GET /pets/dog/{id}', 'GET /pets/{proxy+}', 'ANY /{proxy+}', '$default');

test.each([
  ['GET', '/pets/dog/1', 'GET /pets/dog/1', {}],
  ['GET', '/pets/dog/2', 'GET /pets/dog/{id}', { id: '2' }],
  ['GET', '/pets/cat/1', 'GET /pets/{proxy+}', { proxy: 'cat/1' }],
  ['POST', '/test/5', 'ANY /{proxy+}', { proxy: 'test/5' }],
  ['POST', '/pets/dog/1', 'ANY /{proxy+}', { proxy: 'pets/dog/1' }],
  ['GET', '/pets/dog/a%20b%2Fc', 'GET /pets/dog/{id}', { id: 'a b/c' }],
  ['GET', '/', '$default', {}],
])('%s %s goes to %s', (method, path, key, parameters) => {
  expect(matchRoute(PETS, method, path)).toEqual({ route: PETS.find((route) => route.key === key), parameters });
});

test('a method of its own beats ANY, and a greedy parameter takes at least one segment', () => {
  expect(matchRoute(routes('ANY /a', 'GET /a'), 'GET', '/a')?.route.key).toBe('GET /a');
  expect(matchRoute(routes('ANY /v1/{proxy+}'), 'GET', '/v1')).toBeUndefined();
  expect(matchRoute(routes('ANY /v1/{proxy+}'), 'GET', '/v1/')).toBeUndefined();
  expect(matchRoute(routes('GET /a'), 'GET', '/a/')).toBeUndefined();
});

test('an exact route always wins for its own path, whatever other routes there are', () => {
  const segment = fc.stringMatching(/^[a-z]{1,5}$/);
  const path = fc.array(segment, { minLength: 1, maxLength: 4 }).map((segments) => `/${segments.join('/')}`);
  const pattern = fc
    .array(fc.oneof(segment, fc.constant('{p}')), { maxLength: 3 })
    .chain((segments) => fc.constantFrom(`/${segments.join('/')}`, `/${[...segments, '{proxy+}'].join('/')}`));
  fc.assert(
    fc.property(path, fc.array(pattern), (exact, others) => {
      const all = routes(...others.map((other) => `ANY ${other}`), `GET ${exact}`);
      expect(matchRoute(all, 'GET', exact)?.route.key).toBe(`GET ${exact}`);
    }),
  );
});
