import * as z from 'zod/mini';
import { Reason, Time, text } from './field-schemas.ts';

/** What keeps a deployment from happening, as the HTTPS API takes it. */

const environment = z
  .string()
  .check(z.regex(/^(\*|[a-zA-Z0-9][a-zA-Z0-9_-]{0,99})$/, 'the name of an environment, or * for all'));
const name = z.string().check(z.regex(/^[a-zA-Z0-9][a-zA-Z0-9_-]{0,29}$/, 'letters, digits, - and _, at most 30'));

export const ReasonBody = z.strictObject({ reason: Reason });

export const LockBody = z.strictObject({ reason: Reason, until: z.optional(Time) });

/** Whether these make a recurrence is for the core to say. */
export const RecurrenceBody = z.strictObject({
  environment,
  name,
  reason: Reason,
  dtstart: z.string().check(z.maxLength(30)),
  timeZone: z.string().check(z.maxLength(64)),
  duration: z.string().check(z.maxLength(30)),
  rrule: z.optional(text(300)),
});

export const EnvironmentOrAll = environment;
export const Force = z._default(z.enum(['true', 'false'], 'true or false'), 'false');
