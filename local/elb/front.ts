import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';

/** What a listener does with the requests that reach it. */
export interface FrontHandlers {
  readonly request: (request: IncomingMessage, response: ServerResponse) => void;
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
}

/** An open listener. */
export interface Front {
  readonly address: string;
  readonly port: number;
  close(): Promise<void>;
}

/** Opens a listener. A port that cannot be had is an error that names the port, the listener and the way out. */
export async function openFront(
  listener: string,
  address: string,
  port: number,
  idleMs: number,
  handlers: FrontHandlers,
): Promise<Front> {
  const server = createServer({ keepAliveTimeout: idleMs, requestTimeout: 0 });
  server.on('request', handlers.request);
  server.on('upgrade', handlers.upgrade);
  await listening(server, listener, address, port);
  return {
    address,
    port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function listening(server: Server, listener: string, address: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(new Error(refusal(error, listener, address, port))));
    server.listen(port, address, resolve);
  });
}

function refusal(error: NodeJS.ErrnoException, listener: string, address: string, port: number): string {
  const where = `the listener ${listener} cannot have port ${port} of ${address}`;
  switch (error.code) {
    case 'EADDRINUSE':
      return `${where}: another process has it. End that process, or choose other loopback addresses with BELAY_BALANCER_ADDRESS=127.0.0.20 (and --reset).`;
    case 'EACCES':
      return `${where}: ports below 1024 need rights that this user has not. Give the listener a port from 1024 on in the template.`;
    case 'EADDRNOTAVAIL':
      return `${where}: this machine has no such address. Add it to the loopback interface, or use a single load balancer.`;
    default:
      return `${where}: ${error.message}`;
  }
}
