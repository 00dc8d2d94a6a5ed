import { Refused } from '../../core/domain/refused.ts';

type Key = Readonly<Record<string, string>>;

/** A cursor for the next page, or nothing on the last. */
export function toCursor(key: Readonly<Record<string, unknown>> | undefined): { readonly next?: string } {
  return key === undefined ? {} : { next: Buffer.from(JSON.stringify(key)).toString('base64url') };
}

/** DynamoDB takes no longer text in a key. */
const LONGEST = 1024;

/**
 * The key behind a cursor that a caller handed back. It is hostile until it has exactly the wanted names and the wanted partition, and
 * what is in `beginnings` begins so.
 */
export function fromCursor(
  cursor: string | undefined,
  names: readonly string[],
  partition: Key,
  beginnings: Key = {},
): Key | undefined {
  if (cursor === undefined) return undefined;
  const refused = new Refused(
    'BadRequest',
    `"${cursor.slice(0, 40)}" is no cursor of this list. Leave it out to start from the newest.`,
  );
  let key: unknown;
  try {
    key = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    throw refused;
  }
  if (typeof key !== 'object' || key === null) throw refused;
  const entries = Object.entries(key).filter((entry): entry is [string, string] => isKeyText(entry[1]));
  const found: Key = Object.fromEntries(entries);
  const complete = entries.length === names.length && names.every((name) => Object.hasOwn(found, name));
  const fits =
    Object.entries(partition).every(([name, value]) => found[name] === value) &&
    Object.entries(beginnings).every(([name, value]) => found[name]?.startsWith(value));
  if (!complete || !fits) throw refused;
  return found;
}

function isKeyText(value: unknown): boolean {
  return typeof value === 'string' && value !== '' && Buffer.byteLength(value) <= LONGEST && value.isWellFormed();
}
