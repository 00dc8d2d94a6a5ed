import * as z from 'zod';
import { Name, ReasonOrNone } from './field-schemas.ts';

/** Which services to adopt. */
export const AdoptionBody = z.strictObject({
  cluster: z
    .string()
    .regex(/^[a-zA-Z0-9_-]{1,255}$/, 'the name of a cluster')
    .optional(),
  environment: Name.optional(),
  services: z
    .array(z.string().regex(/^[a-zA-Z0-9_-]{1,255}$/, 'the name of an ECS service'))
    .min(1)
    .max(100)
    .optional(),
  dryRun: z.boolean().default(false),
  reason: ReasonOrNone,
});
