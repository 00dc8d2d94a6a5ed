import { invalid } from './refusals.ts';

export interface Page<Item> {
  readonly items: Item[];
  readonly nextToken: string | undefined;
}

/** One page of a list. The token is the place where the next one starts. */
export function page<Item>(
  items: readonly Item[],
  request: { readonly nextToken?: string | undefined; readonly maxResults?: number | undefined },
  usual: number,
): Page<Item> {
  const from = request.nextToken === undefined ? 0 : Number(request.nextToken);
  if (!Number.isInteger(from) || from < 0) throw invalid('Invalid token.');
  const size = request.maxResults ?? usual;
  if (size < 1 || size > 100) throw invalid('maxResults must be between 1 and 100.');
  const to = from + size;
  return { items: items.slice(from, to), nextToken: to < items.length ? String(to) : undefined };
}
