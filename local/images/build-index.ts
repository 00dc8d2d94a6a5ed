import { descriptorOf, json } from './build-image.ts';
import type { OciImage, OciIndex } from './image.ts';

/** One index over images for several platforms. */
export function buildIndex(images: readonly OciImage[]): OciIndex {
  const mediaType = 'application/vnd.oci.image.index.v1+json';
  const manifests = images.map(({ manifest, architecture }) => ({
    ...descriptorOf(manifest),
    platform: { architecture, os: 'linux' },
  }));
  return { kind: 'index', manifest: json(mediaType, { schemaVersion: 2, mediaType, manifests }), images };
}
