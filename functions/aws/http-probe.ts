import type { Probe } from '../../core/ports.ts';

/** Bytes of a body that are looked at: enough for any page that says how it is. */
const MOST = 64 * 1024;

/** Sends checks with the platform's own fetch. Redirects are not followed: a redirect is not the answer that was asked for. */
export const httpProbe: Probe = {
  async send({ url, method, headers, timeoutMs, reads }) {
    try {
      const answer = await fetch(url, { method, headers, redirect: 'manual', signal: AbortSignal.timeout(timeoutMs) });
      return { status: answer.status, body: await beginning(answer, reads ? MOST : 0) };
    } catch (error) {
      if (error instanceof Error && error.name === 'TimeoutError')
        return { failed: `no answer within ${timeoutMs / 1000} s` };
      const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
      return { failed: `could not be reached (${cause})` };
    }
  },
};

/** The first bytes of a body as text. What comes after them is not waited for. */
async function beginning({ body }: Response, most: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  if (most > 0)
    for await (const chunk of body?.values({ preventCancel: true }) ?? []) {
      chunks.push(chunk);
      size += chunk.byteLength;
      if (size >= most) break;
    }
  await body?.cancel();
  return Buffer.concat(chunks).toString('utf8');
}
