import { AwsError } from '../../kernel/aws-error.ts';

interface Paging {
  readonly maxResults?: number | undefined;
  readonly nextToken?: string | undefined;
}

/** One page of a list, and the token of the next where there is one. 0 or nothing asks for the default number. */
export function page<Item>(
  items: readonly Item[],
  { maxResults, nextToken }: Paging,
  fallback = 100,
): { readonly items: Item[]; readonly next: { readonly nextToken?: string } } {
  const start = nextToken === undefined ? 0 : placeIn(nextToken);
  const end = start + (maxResults || fallback);
  const next = end < items.length ? { nextToken: Buffer.from(`place ${end}`).toString('base64') } : {};
  return { items: items.slice(start, end), next };
}

function placeIn(token: string): number {
  const [, place] = /^place (\d+)$/.exec(Buffer.from(token, 'base64').toString()) ?? [];
  if (place === undefined) throw new AwsError('InvalidToken', "Invalid Token: 'Invalid token'");
  return Number(place);
}
