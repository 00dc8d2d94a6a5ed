import type { Probe } from '../../core/ports.ts';

/** Sends checks with the platform's own fetch. Redirects are not followed: a redirect is not the answer that was asked for. */
export const httpProbe: Probe = {
  async send({ url, method, headers, timeoutMs }) {
    try {
      const answer = await fetch(url, { method, headers, redirect: 'manual', signal: AbortSignal.timeout(timeoutMs) });
      await answer.body?.cancel();
      return { status: answer.status };
    } catch (error) {
      if (error instanceof Error && error.name === 'TimeoutError')
        return { failed: `no answer within ${timeoutMs / 1000} s` };
      const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
      return { failed: `could not be reached (${cause})` };
    }
  },
};
