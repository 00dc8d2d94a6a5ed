import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { isDigest } from './digest.ts';
import { answer, type Exchange, refuse } from './exchange.ts';

/** HEAD and GET of a blob, whole or one range of it. */
export async function serveBlob({ stores, request, response, name, reference: digest }: Exchange): Promise<void> {
  const size = isDigest(digest)
    ? stores.content.blobSize(name, digest)
    : refuse('DIGEST_INVALID', `'${digest}' is not a SHA-256 digest`);
  if (size === undefined) return refuse('BLOB_UNKNOWN', `${name} has no blob ${digest}`);
  const headers = {
    'Content-Type': 'application/octet-stream',
    'Docker-Content-Digest': digest,
    'Accept-Ranges': 'bytes',
    ETag: `"${digest}"`,
  };
  if (request.method === 'HEAD') return answer(response, 200, { ...headers, 'Content-Length': size });
  const range = rangeOf(request.headers.range, size);
  if (range === 'outside') return answer(response, 416, { 'Content-Range': `bytes */${size}` });
  const { start, end } = range ?? { start: 0, end: size - 1 };
  const part = range === undefined ? {} : { 'Content-Range': `bytes ${start}-${end}/${size}` };
  response.writeHead(range === undefined ? 200 : 206, { ...headers, ...part, 'Content-Length': end - start + 1 });
  if (size === 0) return void response.end();
  await pipeline(createReadStream(stores.content.blobPath(name, digest), { start, end }), response);
}

/** A range that is not understood is ignored, as HTTP has it. */
function rangeOf(header: string | undefined, size: number): { start: number; end: number } | 'outside' | undefined {
  const [matched, first = '', last = ''] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? '') ?? [];
  if (matched === undefined || (first === '' && last === '')) return undefined;
  const start = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1);
  if (first !== '' && last !== '' && Number(last) < start) return undefined;
  return start > end ? 'outside' : { start, end };
}
