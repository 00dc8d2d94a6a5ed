/** AWS Signature Version 4, checked. */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { SignedRequest } from '../wire/signed-request.ts';

export interface Authorization {
  readonly accessKeyId: string;
  /** `date/region/service/aws4_request` */
  readonly scope: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
}

const SHAPE =
  /^AWS4-HMAC-SHA256\s+Credential=([^/,\s]+)\/([^,\s]+),\s*SignedHeaders=([^,\s]+),\s*Signature=([0-9a-f]{64})$/;

/** Reads the Authorization header; `undefined` when it is absent or of another kind. */
export function authorizationOf(request: SignedRequest): Authorization | undefined {
  const found = SHAPE.exec(request.headers.authorization?.trim() ?? '');
  if (found === null) return undefined;
  const [, accessKeyId = '', scope = '', headers = '', signature = ''] = found;
  return { accessKeyId, scope, signedHeaders: headers.split(';'), signature };
}

/**
 * Whether the request was signed with this secret. The signing time is not held against a clock: clients live in real time,
 * the local AWS may not.
 */
export function isSignedWith(secret: string, request: SignedRequest, authorization: Authorization): boolean {
  const { scope, signedHeaders, signature } = authorization;
  if (!signedHeaders.includes('host')) return false;
  const canonical = [
    request.method,
    canonicalPath(request.path),
    canonicalQuery(request.query),
    ...signedHeaders.map((name) => `${name}:${(request.headers[name] ?? '').trim().replace(/\s+/g, ' ')}`),
    '',
    signedHeaders.join(';'),
    createHash('sha256').update(request.body).digest('hex'),
  ].join('\n');
  const hashed = createHash('sha256').update(canonical).digest('hex');
  const toSign = ['AWS4-HMAC-SHA256', request.headers['x-amz-date'] ?? '', scope, hashed].join('\n');
  const key = scope.split('/').reduce<string | Buffer>((previous, part) => hmac(previous, part), `AWS4${secret}`);
  return timingSafeEqual(hmac(key, toSign), Buffer.from(signature, 'hex'));
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}

/** Every service but S3 encodes the path once more. */
function canonicalPath(path: string): string {
  return path.split('/').map(encoded).join('/');
}

function canonicalQuery(query: string): string {
  if (query === '') return '';
  const pairs = query.split('&').map((pair) => {
    const [name = '', ...value] = pair.split('=');
    return [encoded(decoded(name)), encoded(decoded(value.join('=')))] as const;
  });
  pairs.sort(([a, x], [b, y]) => (a < b ? -1 : a > b ? 1 : x < y ? -1 : x > y ? 1 : 0));
  return pairs.map(([name, value]) => `${name}=${value}`).join('&');
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', '%20'));
  } catch {
    return text;
  }
}

function encoded(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}
