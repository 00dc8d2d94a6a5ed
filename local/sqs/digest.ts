import { createHash } from 'node:crypto';
import type { MessageAttribute } from './message.ts';

/** MD5 as SQS writes it. */
export function md5(text: string): string {
  return createHash('md5').update(text).digest('hex');
}

/** The deduplication id that a queue makes of a body. */
export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/**
 * The digest of message attributes: of each, in the order of the names, the name, the type, one byte for text (1) or
 * bytes (2), and the value; all but that byte with their length before them. `undefined` when there are none.
 */
export function md5OfAttributes(attributes: Readonly<Record<string, MessageAttribute>>): string | undefined {
  const names = Object.keys(attributes).sort();
  if (names.length === 0) return undefined;
  const hash = createHash('md5');
  const add = (bytes: Buffer): void => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    hash.update(length).update(bytes);
  };

  for (const name of names) {
    const attribute = attributes[name];
    if (attribute === undefined) continue;
    add(Buffer.from(name));
    add(Buffer.from(attribute.type));
    const isText = 'text' in attribute;
    hash.update(Buffer.of(isText ? 1 : 2));
    add(isText ? Buffer.from(attribute.text) : Buffer.from(attribute.binary, 'base64'));
  }
  return hash.digest('hex');
}
