/** Pushes a new image with the real skopeo to a local mode that runs, and looks whether `npx belay versions` shows its digest. */
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { buildImage } from '../../local/images/build-image.ts';
import { writeOciLayout } from './write-oci-layout.ts';

interface Listed {
  readonly items: readonly { readonly digest: string; readonly tags: readonly string[] }[];
}

const { BELAY_API_PORT = '4000', BELAY_REGISTRY_PORT = '4510' } = process.env;
const TAG = '1.0.0';
/** Looks, a second apart. */
const LOOKS = 20;

const token = randomBytes(4).toString('hex');
const repository = `ci-${token}`;
const image = buildImage({
  files: { '/app/token': { content: token } },
  entrypoint: ['cat', '/app/token'],
  labels: { 'org.opencontainers.image.version': TAG },
});

const folder = mkdtempSync(join(tmpdir(), 'belay-ci-'));
try {
  writeOciLayout(folder, TAG, image);
  const target = `docker://127.0.0.1:${BELAY_REGISTRY_PORT}/${repository}:${TAG}`;
  execFileSync('skopeo', ['copy', '--dest-tls-verify=false', `oci:${folder}:${TAG}`, target], { stdio: 'inherit' });
} finally {
  rmSync(folder, { recursive: true });
}

const { digest } = image.manifest;
let shown = versions();
for (let look = 1; look < LOOKS && !shows(shown); look += 1) {
  await pause(1000);
  shown = versions();
}
if (!shows(shown))
  throw new Error(`belay versions ${repository} does not show ${TAG} with ${digest}: ${JSON.stringify(shown)}`);
console.log(`${repository}:${TAG} is a version, with ${digest}`);

function versions(): Listed {
  const answer = execFileSync('npx', ['belay', 'versions', repository, '--json'], {
    encoding: 'utf8',
    env: { ...process.env, BELAY_API: `http://127.0.0.1:${BELAY_API_PORT}` },
  });
  return JSON.parse(answer);
}

function shows({ items }: Listed): boolean {
  return items.some((version) => version.digest === digest && version.tags.includes(TAG));
}
