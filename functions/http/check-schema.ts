import * as z from 'zod/mini';
import { duration, Name, text, whole } from './field-schemas.ts';

const anyCheck = {
  id: Name,
  name: z.optional(text(100)),
  when: z._default(z.enum(['before', 'gate', 'after']), 'before'),
};

/** A URL parser takes `//host`, `/\\host` and `/<tab>/host` for another host, too: it is asked itself. */
function staysOnItsHost(url: string): boolean {
  const base = 'http://service.invalid';
  return url.startsWith('/') && URL.parse(url, base)?.origin === base;
}

const header = z.string().check(z.regex(/^[a-zA-Z0-9-]{1,100}$/, 'a header name: letters, digits and -'));
const headerValue = z.string().check(z.regex(/^[\x20-\x7e]{0,500}$/, 'at most 500 printable characters'));

const httpCheck = z.strictObject({
  ...anyCheck,
  type: z.literal('http'),
  url: z
    .string()
    .check(
      z.maxLength(500),
      z.refine(
        staysOnItsHost,
        'a path such as /health: a check goes to the new version, through the load balancer of its service. Ask any other address by a check of type "command"',
      ),
    ),
  method: z._default(z.enum(['GET', 'HEAD', 'POST']), 'GET'),
  headers: z.optional(
    z
      .record(header, headerValue)
      .check(z.refine((headers) => Object.keys(headers).length <= 20, 'at most twenty headers')),
  ),
  expectedStatus: z._default(whole(100, 599), 200),
  body: z.optional(text(500)),
  timeout: z.optional(duration(1)),
  interval: z._default(duration(1), 30),
  retries: z._default(whole(0, 10), 3),
});

const taskCheck = {
  ...anyCheck,
  container: z.optional(text(255)),
  command: z.array(z.string().check(z.maxLength(2000))).check(z.minLength(1), z.maxLength(50)),
  expectedExitCodes: z._default(z.array(whole(0, 255)).check(z.minLength(1), z.maxLength(10)), [0]),
  timeout: z._default(duration(1).check(z.refine((seconds) => seconds <= 3600, 'at most 1h')), 300),
};

/** A check that does not say what it is goes over HTTP. */
const check = z.pipe(
  z.transform((given: unknown) =>
    typeof given === 'object' && given !== null && !('type' in given) ? { type: 'http', ...given } : given,
  ),
  z.discriminatedUnion('type', [
    httpCheck,
    z.strictObject({ ...taskCheck, type: z.literal('command') }),
    z.strictObject({ ...taskCheck, type: z.literal('database') }),
  ]),
);

/** The checks of a service, or of one deployment. */
export const Checks = z.array(check).check(
  z.maxLength(20),
  z.refine((checks) => new Set(checks.map(({ id }) => id)).size === checks.length, 'each id once'),
);
