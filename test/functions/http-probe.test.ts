import { createServer, type RequestListener } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { httpProbe } from '../../functions/aws/http-probe.ts';

async function answering(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  onTestFinished(() => server.closeAllConnections());
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('the server has no port');
  return `http://127.0.0.1:${address.port}/`;
}

const request = (url: string, reads: boolean) =>
  httpProbe.send({ url, method: 'GET', headers: { 'x-tenant': 'test' }, timeoutMs: 2000, reads });

test('the body is read where it is wanted, and headers are sent', async () => {
  const url = await answering((incoming, response) => response.end(`for ${incoming.headers['x-tenant']}`));
  expect(await request(url, true)).toEqual({ status: 200, body: 'for test' });
  expect(await request(url, false)).toEqual({ status: 200, body: '' });
});

test('of a body without end the beginning is enough', async () => {
  const url = await answering((_, response) => {
    const more = (): void => {
      if (response.write('x'.repeat(16 * 1024))) setImmediate(more);
      else response.once('drain', more);
    };
    more();
  });
  const answer = await request(url, true);
  if ('failed' in answer) throw new Error(answer.failed);
  expect(answer.body.length).toBeGreaterThanOrEqual(64 * 1024);
  expect(answer.body.length).toBeLessThan(1024 * 1024);
});

test('nobody there, and nobody who answers in time, are answers too', async () => {
  expect(await request('http://127.0.0.1:9/', false)).toEqual({
    failed: expect.stringMatching(/^could not be reached/),
  });
  const silent = await answering(() => {});
  const answer = await httpProbe.send({ url: silent, method: 'GET', headers: {}, timeoutMs: 100, reads: true });
  expect(answer).toEqual({ failed: 'no answer within 0.1 s' });
});
