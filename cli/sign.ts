import { createHash, createHmac, type Hash, type Hmac } from 'node:crypto';
import { defaultProvider } from '@aws-sdk/credential-provider-node';
import { SignatureV4 } from '@smithy/signature-v4';
import { EXIT, Failure } from './exit-code.ts';

type Headers = Readonly<Record<string, string>>;

/** SHA-256 as the signer wants it, over Node's own. */
class Sha256 {
  readonly #hash: Hash | Hmac;

  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', asBytes(secret));
  }

  update(chunk: string | ArrayBuffer | ArrayBufferView): void {
    this.#hash.update(asBytes(chunk));
  }

  digest(): Promise<Uint8Array> {
    return Promise.resolve(this.#hash.digest());
  }
}

function asBytes(data: string | ArrayBuffer | ArrayBufferView): Uint8Array {
  if (typeof data === 'string') return Buffer.from(data);
  return ArrayBuffer.isView(data)
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    : new Uint8Array(data);
}

/**
 * Signs a request with the caller's AWS credentials. The local mode knows a request from its own machine without; anything else that
 * is not HTTPS is refused, because a signed request can be read and sent again on the way.
 */
export async function sign(url: URL, method: string, body: string | undefined, headers: Headers): Promise<Headers> {
  if (['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname)) return headers;
  if (url.protocol !== 'https:')
    throw new Failure(EXIT.usage, `${url.origin} is not HTTPS. Give the address that the stack printed.`);
  const region = /\.execute-api\.([a-z0-9-]+)\./.exec(url.hostname)?.[1] ?? process.env.AWS_REGION;
  if (region === undefined)
    throw new Failure(EXIT.usage, 'cannot tell the Region of the API from its name. Set AWS_REGION.');
  const signer = new SignatureV4({ service: 'execute-api', region, credentials: defaultProvider(), sha256: Sha256 });
  const request = {
    method,
    protocol: url.protocol,
    hostname: url.hostname,
    path: url.pathname,
    query: Object.fromEntries(url.searchParams),
    headers: { host: url.host, ...headers },
    ...(body !== undefined && { body }),
  };
  try {
    return (await signer.sign(request)).headers;
  } catch (error) {
    if (!(error instanceof Error && error.name === 'CredentialsProviderError')) throw error;
    throw new Failure(
      EXIT.notAllowed,
      `no AWS credentials to sign with (${error.message}). Set AWS_PROFILE, or sign in with \`aws sso login\`.`,
    );
  }
}
