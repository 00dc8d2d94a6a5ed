import type { RevisionRecord } from '../state.ts';
import type { World } from '../world.ts';

/** `repository@digest` of a reference that may carry a tag. */
export function pinned(image: string, digest: string): string {
  const untagged = image.split('@')[0] ?? image;
  const colon = untagged.lastIndexOf(':');
  const repository = colon > untagged.lastIndexOf('/') ? untagged.slice(0, colon) : untagged;
  return `${repository}@${digest}`;
}

/**
 * What a task of a revision pulls. The first task that starts fixes the digest for all later ones, even when the tag
 * moves meanwhile; a reference that does not resolve is pulled as it is, and then fails there with its reason.
 */
export async function imageToPull(
  world: World,
  revision: RevisionRecord | undefined,
  containerName: string,
  image: string,
): Promise<string> {
  const fixed = revision?.containerImages.find((entry) => entry.containerName === containerName);
  if (fixed === undefined || image.includes('@')) return image;
  if (fixed.imageDigest !== undefined) return pinned(image, fixed.imageDigest);
  const key = `${revision?.arn} ${containerName}`;
  const resolving = world.resolving.get(key) ?? world.images.resolve(image);
  world.resolving.set(key, resolving);
  try {
    const digest = await resolving;
    if (digest === undefined) return image;
    fixed.imageDigest ??= digest;
    return pinned(image, fixed.imageDigest);
  } finally {
    world.resolving.delete(key);
  }
}
