import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ServiceBody } from '../../functions/http/service-schema.ts';

const parse = (check: object) =>
  ServiceBody.safeParse({ cluster: 'example', containers: { api: 'api' }, checks: [{ id: 'up', ...check }] });

test('a check that says only where it goes is tried over HTTP four times, 30 s apart, before traffic', () => {
  expect(parse({ url: '/up?deep=1' }).data?.checks).toEqual([
    {
      id: 'up',
      type: 'http',
      when: 'before',
      url: '/up?deep=1',
      method: 'GET',
      expectedStatus: 200,
      interval: 30,
      retries: 3,
    },
  ]);
});

test.each(['kind', 'path', 'endpoint'])('a check with "%s", which is no word of Belay, is refused', (word) => {
  expect(parse({ url: '/up', [word]: '/up' }).error?.issues).toMatchObject([
    { code: 'unrecognized_keys', keys: [word] },
  ]);
});

test('a check of another host is refused, and told how to ask it', () => {
  expect(parse({ url: 'http://169.254.169.254/latest/' }).error?.issues).toMatchObject([
    { path: ['checks', 0, 'url'], message: expect.stringContaining('type "command"') },
  ]);
});

test('whatever is let in is asked of the service itself', () => {
  const part = fc.constantFrom(
    '/',
    '\\',
    '\t',
    '\n',
    '@',
    ':',
    '.',
    '..',
    '?',
    '#',
    'evil.example',
    'http:',
    '%2f',
    ' ',
  );
  const endpoint = 'http://test.example:8080/';
  let accepted = 0;
  fc.assert(
    fc.property(fc.array(part, { minLength: 1, maxLength: 8 }), (parts) => {
      const url = `/${parts.join('')}`;
      if (!parse({ url }).success) return;
      accepted++;
      expect(new URL(url, endpoint).origin).toBe('http://test.example:8080');
    }),
    { numRuns: 2000 },
  );
  expect(accepted).toBeGreaterThan(100);
});

test('a role may give more approvals than there are names, and a fix needs none where nothing else is said', () => {
  const approval = { count: 3, approvers: ['role:ops'], securityFix: {} };
  const { data } = ServiceBody.safeParse({ cluster: 'example', containers: { api: 'api' }, approval });
  expect(data?.approval).toEqual({ ...approval, deadline: 86_400, securityFix: { severity: 'critical', count: 0 } });
});

test.each([
  ['30d', 30 * 86_400],
  ['none', undefined],
])('rollback points are kept until the age of %s', (retention, seconds) => {
  const body = { cluster: 'example', containers: { api: 'api' }, rollbackPoints: { retention } };
  expect(ServiceBody.parse(body).rollbackPoints).toEqual({ retention: seconds });
});

test('timeouts are durations of a minute at least, and what is left out is left to the stack', () => {
  const body = { cluster: 'example', containers: { api: 'api' } };
  const timeouts = { update: '10m', rollback: { warm: '3m' } };
  expect(ServiceBody.parse({ ...body, timeouts }).timeouts).toEqual({ update: 600, warm: 180 });
  expect(ServiceBody.parse(body).timeouts).toBeUndefined();
  for (const bad of [{ update: '30s' }, { update: 600 }, { rollback: '2m' }, { cold: '10m' }])
    expect(ServiceBody.safeParse({ ...body, timeouts: bad }).success).toBe(false);
});
