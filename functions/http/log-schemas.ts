import * as z from 'zod/mini';
import { duration } from './field-schemas.ts';

/** A time, in milliseconds since 1970, or how long ago, in seconds. */
export const Since = z.optional(
  z.union(
    [
      z.pipe(
        z.iso.datetime({ offset: true }),
        z.transform((text: string) => ({ at: Date.parse(text) })),
      ),
      z.pipe(
        duration(90),
        z.transform((ago: number) => ({ ago })),
      ),
    ],
    'a time such as 2026-11-20T10:15:00Z, or how long ago: 15m, 2h, 1d',
  ),
);
export const LogLimit = z._default(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(1000)), 200);

/** Where a reader of a log stopped. Callers hand it back as they got it. */
export const LogCursor = z.optional(
  z.pipe(
    z.pipe(
      z.base64url().check(z.maxLength(100_000)),
      z.transform((text: string, context) => {
        try {
          return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
        } catch {
          context.issues.push({
            code: 'custom',
            message: 'no cursor of this list; leave it out to start anew',
            input: text,
          });
          return z.NEVER;
        }
      }),
    ),
    z.strictObject({
      at: z.int().check(z.minimum(0)),
      seen: z.array(z.string().check(z.maxLength(200))).check(z.maxLength(1000)),
    }),
  ),
);
