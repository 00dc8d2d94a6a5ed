import { createServer } from 'node:net';

export const LOOPBACK = '127.0.0.1';

/** A port of this machine on which nothing listens: the wanted one when it is free, else any. */
export async function freePort(wanted = 0): Promise<number> {
  try {
    return await bindOnce(wanted);
  } catch (error) {
    if (wanted === 0) throw error;
    return bindOnce(0);
  }
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
