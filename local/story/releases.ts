import { readFileSync } from 'node:fs';
import { buildImage } from '../images/build-image.ts';
import type { OciImage } from '../images/image.ts';

/** One release of the story's application. `failEvery`: each so many requests one is answered with 500. */
export interface Release {
  readonly version: string;
  readonly failEvery?: number;
}

const COMMITS: Readonly<Record<string, string>> = {
  placeholder: '0000000000000000000000000000000000000000',
  '1.0.0': '4b825dc642cb6eb9a060e54bf8d69288fbee4904',
  '1.1.0': '8ab686eafeb1f44702738c8b0f24f2567c36da6d',
  '1.2.0': 'f572d396fae9206628714fb2ce00f72e94f2258f',
};

/** Builds a release as an OCI image, without Docker: one layer with the application, and labels as a CI writes them. */
export function imageOf(release: Release): OciImage {
  const server = readFileSync(new URL('app/server.mjs', import.meta.url));
  const { version } = release;
  return buildImage({
    files: { '/app/server.mjs': { content: server }, '/app/release.json': { content: JSON.stringify(release) } },
    entrypoint: ['node', '/app/server.mjs'],
    workingDirectory: '/app',
    exposedPorts: [8080],
    labels: {
      'org.opencontainers.image.version': version,
      'org.opencontainers.image.revision': COMMITS[version] ?? '',
      'org.opencontainers.image.source': 'https://github.com/example/web',
      'org.opencontainers.image.created': '2026-11-20T09:00:00Z',
      'dev.belay.runtime': 'node 24',
    },
  });
}
