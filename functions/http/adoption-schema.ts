import * as z from 'zod/mini';
import { Name, ReasonOrNone } from './field-schemas.ts';

/** Which services to adopt. */
export const AdoptionBody = z.strictObject({
  cluster: z.optional(z.string().check(z.regex(/^[a-zA-Z0-9_-]{1,255}$/, 'the name of a cluster'))),
  environment: z.optional(Name),
  services: z.optional(
    z
      .array(z.string().check(z.regex(/^[a-zA-Z0-9_-]{1,255}$/, 'the name of an ECS service')))
      .check(z.minLength(1), z.maxLength(100)),
  ),
  dryRun: z._default(z.boolean(), false),
  reason: ReasonOrNone,
});
