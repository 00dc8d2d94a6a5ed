import { buildImage } from '../../local/images/build-image.ts';
import type { OciImage } from '../../local/images/image.ts';

/** An image whose process ends at once, with an exit code. */
export function crashing(exitCode: number): OciImage {
  return buildImage({
    files: { '/app/server.mjs': { content: `console.error('no configuration'); process.exit(${exitCode});\n` } },
    entrypoint: ['node', '/app/server.mjs'],
  });
}

/** An image whose program is nowhere but in its layer: it answers a token. */
export function answering(token: string, architecture?: string): OciImage {
  const program = `#!/usr/bin/env node
import { createServer } from 'node:http';
createServer((_, response) => response.end('${token}')).listen(Number(process.env.PORT), '127.0.0.1');
`;
  return buildImage({
    files: { '/srv/answer.mjs': { content: program, mode: 0o755 } },
    entrypoint: ['/srv/answer.mjs'],
    ...(architecture !== undefined && { architecture }),
  });
}

/** An image whose program takes its time to start, as most do: what waits for it has long begun to wait. */
export function slowToStart(milliseconds: number): OciImage {
  const program = `import { createServer } from 'node:http';
const server = createServer((_, response) => response.writeHead(200, { 'x-version': 'slow' }).end('here\\n'));
setTimeout(() => server.listen(Number(process.env.PORT), '127.0.0.1'), ${milliseconds});
process.on('SIGTERM', () => server.close(() => process.exit(0)));
`;
  return buildImage({ files: { '/app/server.mjs': { content: program } }, entrypoint: ['node', '/app/server.mjs'] });
}

/** An image that serves, and whose program can be run as a command too: `node /app/check.mjs` ends with an exit code, if its environment is a task's. */
export function checking(version: string, exitCode: number): OciImage {
  const server = `import { createServer } from 'node:http';
const server = createServer((_, response) => response.writeHead(200, { 'x-version': '${version}' }).end('ready: ${version}\\n'));
server.listen(Number(process.env.PORT), '127.0.0.1');
process.on('SIGTERM', () => server.close(() => process.exit(0)));
`;
  const check = `if (process.env.AWS_EXECUTION_ENV !== 'AWS_ECS_FARGATE') process.exit(99);
process.exit(${exitCode});
`;
  return buildImage({
    files: { '/app/server.mjs': { content: server }, '/app/check.mjs': { content: check } },
    entrypoint: [],
    command: ['node', '/app/server.mjs'],
  });
}

/** An image that answers every request well, and writes a line about each. */
export function complaining(version: string, line: string): OciImage {
  const server = `import { createServer } from 'node:http';
const server = createServer((request, response) => {
  if (request.url !== '/healthz') console.log(${JSON.stringify(line)});
  response.writeHead(200, { 'x-version': '${version}' }).end('ready: ${version}\\n');
});
server.listen(Number(process.env.PORT), '127.0.0.1');
process.on('SIGTERM', () => server.close(() => process.exit(0)));
`;
  return buildImage({ files: { '/app/server.mjs': { content: server } }, entrypoint: ['node', '/app/server.mjs'] });
}

/** An image whose process runs and takes connections, and whose every answer is an error. */
export function neverHealthy(): OciImage {
  const server = `import { createServer } from 'node:http';
createServer((_, response) => response.writeHead(503).end()).listen(Number(process.env.PORT), '127.0.0.1');
`;
  return buildImage({ files: { '/app/server.mjs': { content: server } }, entrypoint: ['node', '/app/server.mjs'] });
}
