import { Agent, request } from 'node:http';

/** An answer of the engine, as it came. */
export interface EngineAnswer {
  readonly status: number;
  readonly body: string;
}

/** Sends one request to the engine; `target` is the whole `X-Amz-Target`. Rejects when the engine cannot be reached. */
export type SendToEngine = (target: string, body: string) => Promise<EngineAnswer>;

/** A client with connections that stay open. The engine wants a signature, but anybody's will do. */
export function engineClient(url: string): { send: SendToEngine; close(): void } {
  const agent = new Agent({ keepAlive: true });
  const send: SendToEngine = (target, body) =>
    new Promise((resolve, reject) => {
      const sent = request(url, {
        agent,
        method: 'POST',
        headers: {
          'content-type': 'application/x-amz-json-1.0',
          'content-length': Buffer.byteLength(body),
          'x-amz-target': target,
          'x-amz-date': '20260101T000000Z',
          authorization:
            'AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0',
        },
      });
      sent.on('error', reject);
      sent.on('response', (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 500, body: Buffer.concat(chunks).toString('utf8') }),
        );
      });
      sent.end(body);
    });
  return { send, close: () => agent.destroy() };
}
