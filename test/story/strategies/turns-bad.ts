import { buildImage } from '../../../local/images/build-image.ts';
import type { OciImage } from '../../../local/images/image.ts';

/** What is wrong with a version from its first second on. `check`: it is healthy, and fails the check before traffic. */
export type Flaw = 'dies' | 'check' | 'unhealthy';

/** A version. Every user is answered with an error from the moment on in which `file`, a path of this machine, exists. */
export interface TurnsBad {
  readonly version: string;
  readonly file: string;
  readonly flaw?: Flaw | undefined;
}

const SERVER = `import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';

const { version, file, flaw } = JSON.parse(readFileSync(new URL('release.json', import.meta.url), 'utf8'));
if (flaw === 'dies') {
  console.error('no configuration');
  process.exit(7);
}
const broken = (url) => {
  if (url === '/healthz') return flaw === 'unhealthy';
  if (url === '/ready') return flaw === 'check';
  return existsSync(file);
};
const server = createServer(({ url }, response) =>
  response.writeHead(broken(url) ? 500 : 200, { 'x-version': version }).end(version + '\\n'),
);
server.keepAliveTimeout = 75_000;
server.listen(Number(process.env.PORT), '127.0.0.1');
process.on('SIGTERM', () => server.close(() => process.exit(0)));
`;

/** Builds it: the program is the same for all, and the digest each version's own. */
export function turnsBad(release: TurnsBad): OciImage {
  return buildImage({
    files: { '/app/server.mjs': { content: SERVER }, '/app/release.json': { content: JSON.stringify(release) } },
    entrypoint: ['node', '/app/server.mjs'],
    labels: { 'org.opencontainers.image.version': release.version },
  });
}
