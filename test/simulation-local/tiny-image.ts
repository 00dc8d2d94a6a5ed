import { buildImage } from '../../local/images/build-image.ts';
import type { OciImage } from '../../local/images/image.ts';

/** `dies`: its process ends at once. `unhealthy`: it fails its health checks for ever. */
export type Condition = 'good' | 'dies' | 'unhealthy';

/** The least that a load balancer takes for a server, because hundreds of them are started. */
const SERVER = `import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
const { version, condition } = JSON.parse(readFileSync(new URL('release.json', import.meta.url), 'utf8'));
if (condition === 'dies') process.exit(7);
const status = condition === 'unhealthy' ? '500 Broken' : '200 OK';
const answer = 'HTTP/1.1 ' + status + '\\r\\nx-version: ' + version + '\\r\\ncontent-length: 0\\r\\nconnection: close\\r\\n\\r\\n';
createServer((socket) => socket.on('error', () => {}).on('data', () => socket.end(answer))).listen(Number(process.env.PORT), '127.0.0.1');
process.on('SIGTERM', () => process.exit(0));
`;

/** A version of a service that says in each answer which one it is. */
export function tinyImage(service: string, version: string, condition: Condition): OciImage {
  return buildImage({
    files: {
      '/app/server.mjs': { content: SERVER },
      '/app/release.json': { content: JSON.stringify({ service, version, condition }) },
    },
    entrypoint: ['node', '/app/server.mjs'],
    labels: { 'org.opencontainers.image.version': version },
  });
}
