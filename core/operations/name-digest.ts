import type { Digest } from '../domain/names.ts';
import type { Ports } from '../ports.ts';

/** The name that people know an image by: the tag with the most to say, a version number before a word, else the short digest. */
export async function nameDigest(
  ports: Pick<Ports, 'registry' | 'versions'>,
  repository: string,
  digest: Digest,
): Promise<string> {
  const known = await ports.versions.get(repository, digest);
  const { tags } = known ?? (await ports.registry.describe(repository, { digest })) ?? { tags: [] };
  return tags.find((tag) => /^v?\d/.test(tag)) ?? tags[0] ?? digest.slice(7, 19);
}
