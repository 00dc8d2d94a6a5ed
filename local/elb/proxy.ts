import { type IncomingMessage, request as open, type ServerResponse } from 'node:http';
import { pipeline } from 'node:stream';
import { requestHeaders, responseHeaders } from './forwarded-headers.ts';
import type { LiveTarget } from './live-target.ts';
import { answerError } from './own-answers.ts';

/** How a forwarded request ended. */
export interface Outcome {
  /** The client's answer; `undefined` when the client left before there was one. */
  readonly status: number | undefined;
  readonly by: 'target' | 'balancer';
  /** From the request's leaving to the first byte of the target's answer, in real milliseconds. */
  readonly milliseconds: number;
}

class IdleTooLong extends Error {}

/** Carries one request to a target and its answer back, streaming both. A broken target is not tried again: ALB does not either. */
export function proxy(
  request: IncomingMessage,
  response: ServerResponse,
  to: { target: LiveTarget; listenerPort: number; idleMs: number },
  ended: (outcome: Outcome) => void,
): void {
  const { target } = to;
  const over = target.begin();
  const began = performance.now();
  let answered: number | undefined;
  const end = (status: number | undefined, by: Outcome['by']): void => {
    over();
    ended({ status, by, milliseconds: (answered ?? performance.now()) - began });
  };

  const outgoing = open({
    host: target.target.id,
    port: target.target.port,
    method: request.method,
    path: request.url,
    headers: requestHeaders(request, to.listenerPort),
    agent: target.agent,
  });
  outgoing.setTimeout(to.idleMs, () => outgoing.destroy(new IdleTooLong()));
  outgoing.on('response', (incoming) => {
    answered = performance.now();
    const status = incoming.statusCode ?? 502;
    response.writeHead(status, incoming.statusMessage, responseHeaders(incoming));
    pipeline(incoming, response, () => end(status, 'target'));
  });
  outgoing.on('error', (error) => {
    if (answered !== undefined) return;
    if (request.destroyed && !request.complete) return end(undefined, 'balancer');
    if (response.destroyed) return end(undefined, 'balancer');
    target.checks.checkNow();
    const status = error instanceof IdleTooLong ? 504 : 502;
    answerError(response, status);
    end(status, 'balancer');
  });
  response.on('close', () => {
    if (!response.writableFinished) outgoing.destroy();
  });
  request.pipe(outgoing);
}
