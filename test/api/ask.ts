import { request } from 'node:http';
import { expect } from 'vitest';

/** An answer of the API, as it came. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
  /** The body where it is a JSON object, else `{}`. */
  readonly json: Readonly<Record<string, unknown>>;
}

export interface Asked {
  readonly headers?: Readonly<Record<string, string>>;
  /** Text and bytes go as they are, anything else as JSON. */
  readonly body?: unknown;
}

/** Asks without anything that clients do to an address or a header, and holds every answer to what all must keep. */
export type Ask = (method: string, path: string, asked?: Asked) => Promise<Reply>;

/** Traces of the inside: frames of a stack, file names, and tokens that a machine waits with. */
const INSIDE = /\n\s+at |node:internal|\.m?[jt]s:\d+|"[a-z]*token"/i;

export function askAt(api: string): Ask {
  const { hostname: host, port } = new URL(api);
  return async (method, path, { headers = {}, body } = {}) => {
    const bytes = body === undefined ? undefined : asBytes(body);
    const typed = bytes === undefined ? {} : { 'content-type': 'application/json' };
    const reply = await new Promise<Reply>((resolve, reject) => {
      const sent = request({ host, port, method, path, headers: { ...typed, ...headers } }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString('utf8');
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text, json: asObject(text) });
        });
      });
      sent.on('error', reject);
      sent.end(bytes);
    });
    expect(reply.text, `${method} ${path}`).not.toMatch(INSIDE);
    return reply;
  };
}

function asBytes(body: unknown): Buffer {
  if (Buffer.isBuffer(body)) return body;
  return Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
}

function asObject(text: string): Reply['json'] {
  try {
    return Object(JSON.parse(text));
  } catch {
    return {};
  }
}
