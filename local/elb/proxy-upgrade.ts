import { type IncomingMessage, request as open } from 'node:http';
import type { Duplex } from 'node:stream';
import { requestHeaders } from './forwarded-headers.ts';
import type { LiveTarget } from './live-target.ts';
import { errorPage } from './own-answers.ts';
import type { Outcome } from './proxy.ts';

/** Carries a protocol upgrade (WebSocket) to a target; from its 101 on, bytes flow both ways until one side closes. */
export function proxyUpgrade(
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
  to: { target: LiveTarget; listenerPort: number },
  ended: (outcome: Outcome) => void,
): void {
  const { target } = to;
  const over = target.begin();
  const began = performance.now();
  const end = (status: number | undefined, by: Outcome['by']): void => {
    ended({ status, by, milliseconds: performance.now() - began });
  };
  const outgoing = open({
    host: target.target.id,
    port: target.target.port,
    method: request.method,
    path: request.url,
    headers: [
      ...requestHeaders(request, to.listenerPort),
      'Connection',
      'Upgrade',
      'Upgrade',
      request.headers.upgrade ?? '',
    ],
    agent: false,
  });
  outgoing.on('upgrade', (incoming, targetSocket, targetHead) => {
    socket.write(headOf(incoming));
    socket.write(targetHead);
    targetSocket.write(head);
    targetSocket.pipe(socket).pipe(targetSocket);
    targetSocket.on('error', () => socket.destroy());
    socket.on('error', () => targetSocket.destroy());
    socket.on('close', () => targetSocket.destroy());
    targetSocket.on('close', () => {
      socket.destroy();
      over();
    });
    target.upgraded(targetSocket);
    end(101, 'target');
  });
  outgoing.on('response', (incoming) => {
    // The target did not switch: its answer goes back as it is, and the connection ends with it.
    socket.write(headOf(incoming));
    incoming.pipe(socket);
    incoming.on('close', over);
    end(incoming.statusCode, 'target');
  });
  outgoing.on('error', () => {
    over();
    refuseUpgrade(socket, 502);
    target.checks.checkNow();
    end(502, 'balancer');
  });
  socket.on('error', () => outgoing.destroy());
  outgoing.end();
}

/** Answers a request for an upgrade with an error page. */
export function refuseUpgrade(socket: Duplex, status: number): void {
  const page = errorPage(status);
  const [, title] = /<title>\d+ (.*)<\/title>/.exec(page) ?? [];
  socket.end(
    `HTTP/1.1 ${status} ${title}\r\nServer: awselb/2.0\r\nConnection: close\r\nContent-Length: ${page.length}\r\n\r\n${page}`,
  );
}

function headOf(message: IncomingMessage): string {
  const lines = [`HTTP/1.1 ${message.statusCode} ${message.statusMessage}`];
  const chunked = message.headers['transfer-encoding'] !== undefined;
  for (let index = 0; index < message.rawHeaders.length; index += 2) {
    const [name = '', value = ''] = message.rawHeaders.slice(index, index + 2);
    const framing =
      name.toLowerCase() === 'transfer-encoding' || (name.toLowerCase() === 'connection' && message.statusCode !== 101);
    if (!framing) lines.push(`${name}: ${value}`);
  }
  // Without chunks the body ends with the connection.
  if (chunked || message.statusCode !== 101) lines.push('Connection: close');
  return `${lines.join('\r\n')}\r\n\r\n`;
}
