import { createServer } from 'node:net';

export const LOOPBACK = '127.0.0.1';

const TRIES = 20;
/** Ports on which tasks of this run were told to listen: between that and their listening the machine takes them for free. */
const given = new Set<number>();

/** A port of this machine on which nothing listens: the wanted one when it is free, else any. */
export async function freePort(wanted?: number): Promise<number> {
  const port = (wanted === undefined ? undefined : await bindOnce(wanted).catch(() => undefined)) ?? (await another());
  given.add(port);
  return port;
}

async function another(): Promise<number> {
  let port = await bindOnce(0);
  for (let tries = 0; given.has(port) && tries < TRIES; tries += 1) port = await bindOnce(0);
  return port;
}

function bindOnce(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(port, LOOPBACK, () => {
      const address = server.address();
      server.close(() => (typeof address === 'object' && address !== null ? resolve(address.port) : reject(address)));
    });
  });
}
