import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { HttpRequest } from '../../../local/http-api/http-request.ts';
import { notFromHere } from '../../../local/http-api/local-person.ts';

function aRequest(headers: Record<string, string>): HttpRequest {
  return {
    method: 'POST',
    path: '/v1/x',
    query: '',
    headers,
    cookies: [],
    protocol: 'HTTP/1.1',
    sourceIp: '127.0.0.1',
    body: Buffer.alloc(0),
  };
}

test.each(['localhost', 'LOCALHOST:4000', '127.0.0.1:4000', '127.8.8.8', '[::1]:4000'])(
  'a request to %s without any page behind it is from here',
  (host) => expect(notFromHere(aRequest({ host }))).toBeUndefined(),
);

test('a request under a name that is no loopback name is never from here', () => {
  fc.assert(
    fc.property(fc.domain(), fc.constantFrom('', ':80', ':4000'), (domain, port) => {
      expect(notFromHere(aRequest({ host: `${domain}${port}` }))).toContain('Host');
      expect(notFromHere(aRequest({ host: `127.0.0.1.${domain}${port}` }))).toContain('Host');
    }),
  );
});

test('a page of any other origin never speaks for the local person', () => {
  fc.assert(
    fc.property(fc.webUrl(), (origin) => {
      expect(notFromHere(aRequest({ host: '127.0.0.1:4000', origin }))).toContain('page');
    }),
  );
});
