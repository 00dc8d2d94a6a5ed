import { createHash } from 'node:crypto';

/** A name of at most `most` characters: one that is longer loses its end for a digest, so that no two become the same. */
export function shortName(name: string, most: number): string {
  if (name.length <= most) return name;
  const digest = createHash('sha256').update(name).digest('hex').slice(0, 8);
  return `${name.slice(0, most - 9)}-${digest}`;
}
