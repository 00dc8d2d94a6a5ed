import { digestOf, isDigest } from './digest.ts';
import { answer, type Exchange, refuse, repositoryOf } from './exchange.ts';
import type { Refusal } from './image-store.ts';
import { LARGEST_MANIFEST, parseManifest } from './manifest.ts';
import { isTag } from './names.ts';
import type { RegistryErrorCode } from './registry-error.ts';
import { imageIn, indexesOf, type StoredImage } from './repository.ts';

const REFUSED: Record<Refusal['because'], RegistryErrorCode> = {
  'blobs missing': 'MANIFEST_BLOB_UNKNOWN',
  'images missing': 'MANIFEST_BLOB_UNKNOWN',
  'sizes differ': 'MANIFEST_INVALID',
  'tag is immutable': 'TAG_INVALID',
};

/** PUT of a manifest, by tag or by digest. */
export async function putManifest({ stores, request, response, body, name, reference }: Exchange): Promise<void> {
  const byDigest = checkReference(reference);
  const bytes = await whole(body);
  const actual = digestOf(bytes);
  if (byDigest && actual !== reference) refuse('DIGEST_INVALID', `the manifest has digest ${actual}, not ${reference}`);
  const manifest = parseManifest(bytes, request.headers['content-type']);
  const tag = byDigest ? undefined : reference;
  const pushed = stores.images.push({ repository: name, bytes, manifest, tag });
  if ('because' in pushed) return refuse(REFUSED[pushed.because], pushed.message);
  answer(response, 201, {
    Location: `/v2/${name}/manifests/${pushed.digest}`,
    'Docker-Content-Digest': pushed.digest,
    ...(manifest.subject === undefined ? {} : { 'OCI-Subject': manifest.subject.digest }),
  });
}

/** HEAD and GET of a manifest, by tag or by digest. */
export async function serveManifest(exchange: Exchange): Promise<void> {
  const { stores, request, response, name } = exchange;
  const image = imageOf(exchange);
  const headers = {
    'Content-Type': image.mediaType,
    'Content-Length': image.manifestSize,
    'Docker-Content-Digest': image.digest,
    ETag: `"${image.digest}"`,
  };
  if (request.method === 'HEAD') return answer(response, 200, headers);
  response.writeHead(200, headers).end(stores.content.readManifest(name, image.digest));
}

/** DELETE: of a tag it takes the tag alone, of a digest the image with all its tags. */
export async function deleteManifest(exchange: Exchange): Promise<void> {
  const { stores, response, reference } = exchange;
  const image = imageOf(exchange);
  const repository = repositoryOf(exchange);
  if (!isDigest(reference)) {
    stores.images.removeTag(repository, image, reference);
    return answer(response, 202);
  }
  const indexes = indexesOf(repository, image.digest).map(({ digest }) => digest);
  if (indexes.length > 0) refuse('DENIED', `the image is referenced by manifest list: [${indexes.join(', ')}]`);
  stores.images.removeImage(repository, image);
  answer(response, 202);
}

function imageOf(exchange: Exchange): StoredImage {
  const { name, reference } = exchange;
  checkReference(reference);
  const image = imageIn(repositoryOf(exchange), reference);
  return image ?? refuse('MANIFEST_UNKNOWN', `${name} has no image '${reference}'`);
}

/** Whether the reference is a digest; it must be a tag otherwise. */
function checkReference(reference: string): boolean {
  if (isDigest(reference)) return true;
  if (reference.includes(':')) refuse('DIGEST_INVALID', `'${reference}' is not a SHA-256 digest`);
  if (!isTag(reference))
    refuse('TAG_INVALID', `'${reference}' is not a tag: 1 to 128 letters, digits, '_', '.' and '-'`);
  return false;
}

async function whole(body: AsyncIterable<Buffer>): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of body) {
    size += piece.length;
    if (size > LARGEST_MANIFEST) refuse('TOO_LARGE', `a manifest has ${LARGEST_MANIFEST} bytes at most`);
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}
