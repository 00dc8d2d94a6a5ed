import { isDigest } from './digest.ts';
import { answer, type Exchange, refuse } from './exchange.ts';
import type { ChunkRange } from './uploads.ts';

/** POST …/blobs/uploads/: begins an upload, takes a whole blob at once, or mounts one from another repository. */
export async function beginUpload(exchange: Exchange): Promise<void> {
  const { stores, body, query, name } = exchange;
  const mount = query.get('mount');
  const from = query.get('from');
  stores.repositories.createOnPush(name);
  if (mount !== null && isDigest(mount) && from !== null && stores.content.blobSize(from, mount) !== undefined) {
    stores.content.mountBlob(from, name, mount);
    return created(exchange, mount);
  }
  const digest = digestIn(query);
  if (digest === undefined) return accepted(exchange, stores.uploads.begin(name), 202);
  await stores.uploads.take(name, digest, body);
  created(exchange, digest);
}

/** PATCH: one more chunk. Without Content-Range it is whatever comes, at the end. */
export async function appendChunk(exchange: Exchange): Promise<void> {
  const { stores, body, name, reference: id } = exchange;
  await stores.uploads.append(name, id, body, rangeOf(exchange));
  accepted(exchange, id, 202);
}

/** PUT ?digest=: the last chunk, if any, and the end. */
export async function finishUpload(exchange: Exchange): Promise<void> {
  const { stores, body, query, name, reference: id } = exchange;
  const digest = digestIn(query) ?? refuse('DIGEST_INVALID', 'the digest parameter is missing');
  await stores.uploads.finish(name, id, digest, body, rangeOf(exchange));
  created(exchange, digest);
}

/** GET: how far the upload is. */
export async function showUpload(exchange: Exchange): Promise<void> {
  accepted(exchange, exchange.reference, 204);
}

export async function cancelUpload({ stores, response, name, reference: id }: Exchange): Promise<void> {
  await stores.uploads.cancel(name, id);
  answer(response, 204);
}

/** Where an upload goes on, for the answer to a chunk that does not fit as well. */
export function uploadHeaders({ stores, name, reference }: Exchange, id = reference): Record<string, string> {
  const size = stores.uploads.size(name, id);
  return {
    Location: `/v2/${name}/blobs/uploads/${id}`,
    Range: `0-${Math.max(0, size - 1)}`,
    'Docker-Upload-UUID': id,
  };
}

function accepted(exchange: Exchange, id: string, status: number): void {
  answer(exchange.response, status, uploadHeaders(exchange, id));
}

function created({ response, name }: Exchange, digest: string): void {
  answer(response, 201, { Location: `/v2/${name}/blobs/${digest}`, 'Docker-Content-Digest': digest });
}

function digestIn(query: URLSearchParams): string | undefined {
  const digest = query.get('digest');
  if (digest === null) return undefined;
  return isDigest(digest) ? digest : refuse('DIGEST_INVALID', `'${digest}' is not a SHA-256 digest`);
}

function rangeOf({ request }: Exchange): ChunkRange | undefined {
  const header = request.headers['content-range'];
  if (header === undefined) return undefined;
  const [, first, last] = /^(?:bytes )?(\d{1,15})-(\d{1,15})(?:\/.*)?$/.exec(header) ?? [];
  const length = Number(last) - Number(first) + 1;
  if (first === undefined || length < 1) refuse('RANGE_INVALID', `'${header}' is not a range such as 0-1023`);
  return { start: Number(first), length };
}
