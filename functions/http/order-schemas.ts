import * as z from 'zod';
import { Reason, Time } from './field-schemas.ts';

/** What keeps a deployment from happening, as the HTTPS API takes it. */

const environment = z
  .string()
  .regex(/^(\*|[a-zA-Z0-9][a-zA-Z0-9_-]{0,99})$/, 'the name of an environment, or * for all');
const name = z.string().regex(/^[a-zA-Z0-9][a-zA-Z0-9_-]{0,29}$/, 'letters, digits, - and _, at most 30');

export const ReasonBody = z.strictObject({ reason: Reason });

export const LockBody = z.strictObject({ reason: Reason, until: Time.optional() });

/** Whether these make a recurrence is for the core to say. */
export const RecurrenceBody = z.strictObject({
  environment,
  name,
  reason: Reason,
  dtstart: z.string().max(30),
  timeZone: z.string().max(64),
  duration: z.string().max(30),
  rrule: z.string().min(1).max(300).optional(),
});

export const Environment = environment;
export const Force = z.enum(['true', 'false'], 'true or false').default('false');
