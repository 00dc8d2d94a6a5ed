import type { Item } from './expressions.ts';

/** An item as the table keeps it: an attribute that is `undefined` is not there. */
export function stored(item: Item): Item {
  return clean(item) as Item;
}

function clean(value: unknown): unknown {
  if (!holdsOthers(value)) return value;
  if (Array.isArray(value)) return value.some(isUnclean) ? value.filter((one) => one !== undefined).map(clean) : value;
  if (!Object.values(value).some(isUnclean)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, one]) => one !== undefined)
      .map(([name, one]) => [name, clean(one)]),
  );
}

function isUnclean(value: unknown): boolean {
  if (value === undefined) return true;
  return holdsOthers(value) && Object.values(value).some(isUnclean);
}

/** A list or a map: the members of a set, and bytes, are never `undefined`. */
function holdsOthers(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !(value instanceof Set) && !ArrayBuffer.isView(value);
}
