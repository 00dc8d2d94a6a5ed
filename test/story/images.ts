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
