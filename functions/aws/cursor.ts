import { Refused } from '../../core/domain/refused.ts';

type Key = Readonly<Record<string, string>>;

/** A cursor for the next page, or nothing on the last. */
export function toCursor(key: Readonly<Record<string, unknown>> | undefined): { readonly next?: string } {
  return key === undefined ? {} : { next: Buffer.from(JSON.stringify(key)).toString('base64url') };
}

/** The key behind a cursor that a caller handed back. It is hostile until it has exactly the wanted names, and the wanted partition. */
export function fromCursor(cursor: string | undefined, names: readonly string[], partition: Key): Key | undefined {
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
  const entries = Object.entries(key).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  const found: Key = Object.fromEntries(entries);
  const complete = entries.length === names.length && names.every((name) => name in found);
  if (!complete || Object.entries(partition).some(([name, value]) => found[name] !== value)) throw refused;
  return found;
}
