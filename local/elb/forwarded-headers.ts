/** Headers on their way through the load balancer, as flat lists of names and values. */
import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

const HOP_BY_HOP = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'upgrade',
  'expect',
]);
const SET_HERE = new Set(['x-forwarded-for', 'x-forwarded-proto', 'x-forwarded-port', 'x-amzn-trace-id']);

/** The headers for the target: the client's without those of one hop, and those that a load balancer adds. */
export function requestHeaders(request: IncomingMessage, listenerPort: number): string[] {
  const one = (name: string): string | undefined => request.headersDistinct[name]?.join(', ');
  const client = request.socket.remoteAddress ?? '';
  const before = one('x-forwarded-for');
  return [
    ...withoutHop(request, SET_HERE),
    'X-Forwarded-For',
    before === undefined ? client : `${before}, ${client}`,
    'X-Forwarded-Proto',
    'http',
    'X-Forwarded-Port',
    String(listenerPort),
    'X-Amzn-Trace-Id',
    one('x-amzn-trace-id') ?? traceId(),
  ];
}

/** The headers for the client: the target's without those of one hop. */
export function responseHeaders(response: IncomingMessage): string[] {
  // The body is framed anew towards the client.
  return withoutHop(response, new Set(['transfer-encoding']));
}

function withoutHop(message: IncomingMessage, also: ReadonlySet<string>): string[] {
  const named = (message.headers.connection ?? '').toLowerCase().split(/\s*,\s*/);
  const kept: string[] = [];
  for (let index = 0; index < message.rawHeaders.length; index += 2) {
    const [name = '', value = ''] = message.rawHeaders.slice(index, index + 2);
    const lower = name.toLowerCase();
    if (!HOP_BY_HOP.has(lower) && !also.has(lower) && !named.includes(lower)) kept.push(name, value);
  }
  return kept;
}

function traceId(): string {
  const seconds = Math.floor(performance.timeOrigin / 1000 + performance.now() / 1000).toString(16);
  return `Root=1-${seconds}-${randomBytes(12).toString('hex')}`;
}
