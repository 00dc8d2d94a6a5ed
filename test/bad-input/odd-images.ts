import { digestOf } from '../../local/ecr/digest.ts';
import { descriptorOf, json } from '../../local/images/build-image.ts';
import type { OciImage, OciIndex } from '../../local/images/image.ts';

const MANIFEST = 'application/vnd.oci.image.manifest.v1+json';
const CONFIG = 'application/vnd.oci.image.config.v1+json';
const INDEX = 'application/vnd.oci.image.index.v1+json';

/** An image whose configuration is whatever it is. */
export function imageOfConfig(config: unknown): OciImage {
  const bytes = Buffer.from(typeof config === 'string' ? config : JSON.stringify(config));
  const content = { mediaType: CONFIG, digest: digestOf(bytes), bytes };
  const manifest = { schemaVersion: 2, mediaType: MANIFEST, config: descriptorOf(content), layers: [] };
  return { kind: 'image', architecture: 'amd64', manifest: json(MANIFEST, manifest), config: content, layers: [] };
}

export function imageOfLabels(labels: unknown): OciImage {
  return imageOfConfig({ architecture: 'amd64', os: 'linux', config: { Labels: labels } });
}

/** An index over images, of which some may never have been pushed. */
export function indexOf(platforms: readonly object[], image: OciImage, pushed: readonly OciImage[]): OciIndex {
  const manifests = platforms.map((platform) => ({ ...descriptorOf(image.manifest), platform }));
  return { kind: 'index', manifest: json(INDEX, { schemaVersion: 2, mediaType: INDEX, manifests }), images: pushed };
}
