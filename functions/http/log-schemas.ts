import * as z from 'zod';
import { duration } from './field-schemas.ts';

/** A time, in milliseconds since 1970, or how long ago, in seconds. */
export const Since = z
  .union(
    [
      z.iso.datetime({ offset: true }).transform((text) => ({ at: Date.parse(text) })),
      duration(90).transform((ago) => ({ ago })),
    ],
    'a time such as 2026-11-20T10:15:00Z, or how long ago: 15m, 2h, 1d',
  )
  .optional();
export const LogLimit = z.coerce.number().int().min(1).max(1000).default(200);

/** Where a reader of a log stopped. Callers hand it back as they got it. */
export const LogCursor = z
  .base64url()
  .max(100_000)
  .transform((text, context) => {
    try {
      return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    } catch {
      context.addIssue({ code: 'custom', message: 'no cursor of this list; leave it out to start anew' });
      return z.NEVER;
    }
  })
  .pipe(z.strictObject({ at: z.int().min(0), seen: z.array(z.string().max(200)).max(1000) }))
  .optional();
