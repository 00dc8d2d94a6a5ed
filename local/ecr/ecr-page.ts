import { invalidParameter } from './ecr-error.ts';

interface PageRequest {
  readonly nextToken?: string | undefined;
  readonly maxResults?: number | undefined;
}

/** One page of ECR's lists: 100 entries unless told, 1,000 at most. The token holds the key of the last entry. */
export function pageOf<Item>(items: readonly Item[], keyOf: (item: Item) => string, request: PageRequest) {
  const size = request.maxResults ?? 100;
  if (size < 1 || size > 1000) throw invalidParameter('maxResults', 'must be a value between 1 and 1000');
  const after = request.nextToken === undefined ? undefined : keyIn(request.nextToken);
  const keyed = items.map((item) => ({ key: keyOf(item), item })).sort((a, b) => (a.key < b.key ? -1 : 1));
  const rest = after === undefined ? keyed : keyed.filter(({ key }) => key > after);
  const page = rest.slice(0, size);
  const last = page.at(-1);
  const nextToken = last !== undefined && page.length < rest.length ? tokenOf(last.key) : undefined;
  return { page: page.map(({ item }) => item), nextToken };
}

function tokenOf(key: string): string {
  return Buffer.from(`after:${key}`).toString('base64url');
}

function keyIn(token: string): string {
  const text = Buffer.from(token, 'base64url').toString();
  if (text.startsWith('after:') && Buffer.from(text).toString('base64url') === token)
    return text.slice('after:'.length);
  throw invalidParameter('nextToken', 'must be a token that a former page gave');
}
