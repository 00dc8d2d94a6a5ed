import { createServer, type Server } from 'node:net';
import { expect, test } from 'vitest';
import { freePort, LOOPBACK } from '../../../../local/ecs/tasks/free-port.ts';

function listenOn(port: number): Promise<Server> {
  return new Promise((resolve) => {
    const server: Server = createServer().listen(port, LOOPBACK, () => resolve(server));
  });
}

test('ports are free, never given twice, and the wanted one where it can be', async () => {
  const ports = await Promise.all(Array.from({ length: 50 }, () => freePort()));
  expect(new Set(ports).size).toBe(50);
  const [first = 0] = ports;
  expect(await freePort(first)).toBe(first);
  const server = await listenOn(first);
  expect(await freePort(first)).not.toBe(first);
  await new Promise((resolve) => server.close(resolve));
});
