import { fitsGlob } from './glob.ts';

const FIELDS = 6;

/**
 * Whether an ARN fits a pattern, field by field, so that a star stays within its field; fields that the pattern leaves out
 * fit anything. `*` alone fits everything, and nothing else fits a request on `*`.
 */
export function fitsArn(pattern: string, arn: string): boolean {
  if (pattern === '*') return true;
  const wanted = fieldsOf(pattern);
  const given = fieldsOf(arn);
  if (wanted.length === 1 || given.length < FIELDS) return fitsGlob(pattern, arn) && given.length === wanted.length;
  return given.every((field, index) => fitsGlob(wanted[index] ?? '*', field));
}

/** The six fields of an ARN; the last keeps its own colons. */
function fieldsOf(arn: string): string[] {
  const parts = arn.split(':');
  return parts.length <= FIELDS ? parts : [...parts.slice(0, FIELDS - 1), parts.slice(FIELDS - 1).join(':')];
}
