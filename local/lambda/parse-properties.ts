import { type ZodType, z } from 'zod';
import type { Properties } from '../template/provisioner.ts';

/** The properties of a resource as `schema` reads them. Throws with a message that names each property that is wrong. */
export function parseProperties<Parsed>(schema: ZodType<Parsed>, properties: Properties): Parsed {
  const result = schema.safeParse(properties);
  if (result.success) return result.data;
  throw new Error(z.prettifyError(result.error));
}
