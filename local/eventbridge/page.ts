/** One page of a list that is sorted by `keyOf`. The token of the next page is the last key of this one. */
export function pageOf<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
  limit: number | undefined,
  token: string | undefined,
): { page: readonly Item[]; next: { NextToken?: string } } {
  const rest = token === undefined ? items : items.filter((item) => keyOf(item) > token);
  const page = rest.slice(0, limit ?? 100);
  const last = page.at(-1);
  return { page, next: last !== undefined && page.length < rest.length ? { NextToken: keyOf(last) } : {} };
}
