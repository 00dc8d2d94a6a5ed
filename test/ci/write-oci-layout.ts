import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { descriptorOf } from '../../local/images/build-image.ts';
import type { OciImage } from '../../local/images/image.ts';

/** Writes an image into a folder as an OCI image layout, under one tag: what `skopeo copy oci:<folder>:<tag>` reads. */
export function writeOciLayout(folder: string, tag: string, { manifest, config, layers }: OciImage): void {
  const blobs = join(folder, 'blobs', 'sha256');
  mkdirSync(blobs, { recursive: true });
  for (const { digest, bytes } of [manifest, config, ...layers])
    writeFileSync(join(blobs, digest.slice('sha256:'.length)), bytes);
  const named = { ...descriptorOf(manifest), annotations: { 'org.opencontainers.image.ref.name': tag } };
  writeFileSync(join(folder, 'index.json'), JSON.stringify({ schemaVersion: 2, manifests: [named] }));
  writeFileSync(join(folder, 'oci-layout'), JSON.stringify({ imageLayoutVersion: '1.0.0' }));
}
