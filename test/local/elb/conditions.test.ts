import { expect, test } from 'vitest';
import { compileConditions, type Seen } from '../../../local/elb/conditions.ts';
import { redirectLocation } from '../../../local/elb/redirect.ts';

const request: Seen = {
  method: 'GET',
  url: '/img/a.png?Version=V1&flag',
  headers: { host: 'Shop.example.com:8080', 'x-canary': 'Yes please', 'x-many': ['one', 'two'] },
  address: '127.0.0.1',
};

const field = (Field: string, config: object) => ({ Field, ...config });

test.each([
  [field('path-pattern', { PathPatternConfig: { Values: ['/img/*'] } }), true],
  [field('path-pattern', { Values: ['/img/?.png'] }), true],
  [field('path-pattern', { Values: ['/IMG/*'] }), false],
  [field('path-pattern', { Values: ['/img'] }), false],
  [field('path-pattern', { Values: ['/img/a\\*'] }), false],
  [field('path-pattern', { Values: ['/img/a.pn.'] }), false],
  [field('path-pattern', { Values: ['/other', '*.png'] }), true],
  [field('host-header', { Values: ['*.EXAMPLE.com'] }), true],
  [field('host-header', { HostHeaderConfig: { Values: ['example.com'] } }), false],
  [field('http-header', { HttpHeaderConfig: { HttpHeaderName: 'X-Canary', Values: ['yes*'] } }), true],
  [field('http-header', { HttpHeaderConfig: { HttpHeaderName: 'X-Many', Values: ['*two'] } }), true],
  [field('http-header', { HttpHeaderConfig: { HttpHeaderName: 'X-None', Values: ['*'] } }), false],
  [field('http-request-method', { HttpRequestMethodConfig: { Values: ['POST', 'GET'] } }), true],
  [field('http-request-method', { HttpRequestMethodConfig: { Values: ['get'] } }), false],
  [field('query-string', { QueryStringConfig: { Values: [{ Key: 'version', Value: 'v?' }] } }), true],
  [field('query-string', { QueryStringConfig: { Values: [{ Value: 'v1' }] } }), true],
  [field('query-string', { QueryStringConfig: { Values: [{ Key: 'version', Value: 'v2' }] } }), false],
  [field('source-ip', { SourceIpConfig: { Values: ['10.0.0.0/8', '127.0.0.0/8'] } }), true],
  [field('source-ip', { SourceIpConfig: { Values: ['10.0.0.0/8'] } }), false],
])('%j: %s', (condition, expected) => {
  expect(compileConditions([condition])(request)).toBe(expected);
});

test('all conditions of a rule must hold', () => {
  const path = field('path-pattern', { Values: ['/img/*'] });
  const post = field('http-request-method', { HttpRequestMethodConfig: { Values: ['POST'] } });
  expect(compileConditions([path, post])(request)).toBe(false);
});

test.each([
  [field('path-pattern', { RegexValues: ['^/a'] }), 'RegexValues of path-pattern are not supported'],
  [field('weather', { Values: ['sunny'] }), 'the condition field weather is not supported'],
  [field('path-pattern', {}), 'the condition path-pattern has no values'],
  [field('source-ip', { SourceIpConfig: { Values: ['everybody'] } }), "'everybody' is not a CIDR range"],
])('%j is refused with the reason', (condition, problem) => {
  expect(() => compileConditions([condition])).toThrow(problem);
});

test.each([
  [{ Protocol: 'HTTPS', Port: '443' }, 'https://shop.example.com:443/a/b?c=d'],
  [
    { Host: 'www.#{host}', Path: '/new/#{path}', Query: '#{query}&x=1' },
    'http://www.shop.example.com:8080/new/a/b?c=d&x=1',
  ],
  [{ Query: '' }, 'http://shop.example.com:8080/a/b'],
])('a redirect with %j leads to %s', (to, expected) => {
  const from = { host: 'shop.example.com:8080', port: 8080, url: '/a/b?c=d' };
  expect(redirectLocation({ ...to, StatusCode: 'HTTP_301' }, from)).toBe(expected);
});

test('a path that is no URL is redirected like any other', () => {
  const to = { StatusCode: 'HTTP_301', Path: '/new/#{path}' } as const;
  expect(redirectLocation(to, { host: 'a', port: 80, url: '//' })).toBe('http://a:80/new//');
  expect(redirectLocation(to, { host: 'a', port: 80, url: '/x?a=b?c' })).toBe('http://a:80/new/x?a=b?c');
});
