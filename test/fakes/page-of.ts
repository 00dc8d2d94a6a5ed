import { Refused } from '../../core/domain/refused.ts';
import type { Page } from '../../core/ports.ts';

/** A part of a list; the cursor is where the next one starts. */
export function pageOf<Item>(all: readonly Item[], limit: number, cursor = '0'): Page<Item> {
  if (!/^\d+$/.test(cursor)) throw new Refused('BadRequest', `"${cursor}" is no cursor of this list.`);
  const end = Number(cursor) + limit;
  return { items: all.slice(Number(cursor), end), ...(end < all.length && { next: String(end) }) };
}
