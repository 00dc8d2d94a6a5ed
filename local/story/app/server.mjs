/** A small web application, as a team would put into an image: it answers with its version, and has a health check. */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';

const { version, failEvery = 0 } = JSON.parse(readFileSync(new URL('release.json', import.meta.url), 'utf8'));
let served = 0;

const server = createServer((request, response) => {
  const headers = { 'content-type': 'text/plain', 'x-version': version };
  if (request.url === '/healthz') return response.writeHead(200, headers).end('ok\n');
  served += 1;
  // The bug of the bad release: it starts, it is healthy, and it fails users now and then.
  if (failEvery > 0 && served % failEvery === 0) return response.writeHead(500, headers).end('it broke\n');
  response.writeHead(200, headers).end(`hello from ${version}\n`);
});
server.keepAliveTimeout = 75_000;
server.listen(Number(process.env.PORT ?? 8080), '127.0.0.1', () =>
  console.log(`${version} listens on ${process.env.PORT}`),
);
process.on('SIGTERM', () => server.close(() => process.exit(0)));
