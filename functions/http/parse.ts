import type { ZodMiniType, z } from 'zod/mini';
import { Refused } from '../../core/domain/refused.ts';
import { inWords } from './in-words.ts';

/** A schema that is loaded when it is first needed. */
export type Loaded<Value> = () => Promise<ZodMiniType<Value>>;

/** A request of 6 MB can be wrong in a hundred thousand places; an answer that said so would itself be too large. */
const MOST_FIELDS = 20;
const short = (text: string): string => (text.length > 200 ? `${text.slice(0, 200)}…` : text);

/** A whole body, parsed; a refusal names each field that is wrong. */
export async function parseFields<Value>(schema: Loaded<Value>, value: unknown): Promise<Value> {
  const parsed = await tryToParse(schema, value);
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues
    .flatMap(ofNearestKind)
    .slice(0, MOST_FIELDS)
    .map(({ path, message, ...issue }) => ({
      field: short([...path, ...('keys' in issue ? issue.keys.slice(0, MOST_FIELDS) : [])].join('.')) || 'body',
      message: short(inWords(message)),
    }));
  const message = fields.map((issue) => `${issue.field}: ${issue.message}`).join('; ');
  throw new Refused('BadRequest', `${message}.`, { fields });
}

/** What may be of several kinds is told by what is wrong inside of the one that it looks like. */
function ofNearestKind(issue: z.core.$ZodIssue): readonly z.core.$ZodIssue[] {
  if (issue.code !== 'invalid_union') return [issue];
  const inside = issue.errors.find((issues) => issues.some(({ path }) => path.length > 0));
  return inside?.map((one) => ({ ...one, path: [...issue.path, ...one.path] })) ?? [issue];
}

/** One value that stands outside a body, parsed; a refusal names it. */
export async function parseValue<Value>(name: string, schema: Loaded<Value>, value: unknown): Promise<Value> {
  const parsed = await tryToParse(schema, value);
  if (parsed.success) return parsed.data;
  throw new Refused('BadRequest', `${name}: ${parsed.error.issues.map(({ message }) => inWords(message)).join('; ')}.`);
}

async function tryToParse<Value>(load: Loaded<Value>, value: unknown) {
  const [schema, { IN_ENGLISH }] = await Promise.all([load(), import('./in-english.ts')]);
  return schema.safeParse(value, IN_ENGLISH);
}
