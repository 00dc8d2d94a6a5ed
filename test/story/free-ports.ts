import { createServer } from 'node:net';

/** Below the ports that outgoing connections get: between here and the start of a world nobody else is given one by chance. */
const FIRST = 20_000;
const EACH = 2_000;
/** Test files that run at the same time look in different places. */
const own = FIRST + (Number(process.env.VITEST_POOL_ID ?? 0) % 6) * EACH;
let next = process.pid % EACH;

/** Three ports of 127.0.0.1 that nobody uses now. */
export async function freePorts(): Promise<[number, number, number]> {
  return [await freePort(), await freePort(), await freePort()];
}

async function freePort(): Promise<number> {
  for (let tried = 0; tried < EACH; tried += 1) {
    const port = own + (next++ % EACH);
    if (await isFree(port)) return port;
  }
  throw new Error(`no port from ${own} to ${own + EACH} is free`);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
