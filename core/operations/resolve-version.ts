import prerelease from 'semver/functions/prerelease.js';
import rcompare from 'semver/functions/rcompare.js';
import valid from 'semver/functions/valid.js';
import type { VersionRef } from '../domain/deployment.ts';
import { isDigest } from '../domain/names.ts';
import { Refused } from '../domain/refused.ts';
import type { VersionLine } from '../domain/version.ts';
import type { Ports } from '../ports.ts';

/** How many of the newest versions are searched for a commit. */
const SEARCHED = 200;

/**
 * What a person means by a version: `latest` or `stable`, a digest, a tag (asked of the registry, because tags move), or a commit of 7 to 40 hex digits. The
 * answer names a digest: what is deployed no longer depends on any tag.
 */
export async function resolveVersion(
  ports: Pick<Ports, 'registry' | 'versions'>,
  repository: string,
  text: string,
): Promise<VersionRef> {
  if (isDigest(text)) {
    const image = await ports.registry.describe(repository, { digest: text });
    if (image === undefined)
      throw new Refused(
        'ImageGone',
        `${text} is not in ${repository}. \`belay versions ${repository}\` lists what is.`,
      );
    return { version: image.tags[0] ?? text.slice(7, 19), digest: text };
  }
  if (text === 'latest' || text === 'stable') {
    const newest = await findNewest(ports, repository, text);
    if (newest !== undefined) return newest;
  }
  for (const tag of [text, text.startsWith('v') ? text.slice(1) : `v${text}`]) {
    const image = isTag(tag) ? await ports.registry.describe(repository, { tag }) : undefined;
    if (image !== undefined) return { version: tag, digest: image.digest };
  }
  const built = /^[0-9a-f]{7,40}$/.test(text) ? await findCommit(ports, repository, text) : undefined;
  if (built === undefined)
    throw new Refused(
      'UnknownVersion',
      `${repository} has no version "${text}". \`belay versions ${repository}\` lists what it has.`,
    );
  return { version: built.tags[0] ?? built.digest.slice(7, 19), digest: built.digest };
}

/** The highest semantic version that was recorded; `stable` leaves pre-releases out. A tag of that name says less: it may lag behind. */
async function findNewest(
  ports: Pick<Ports, 'versions'>,
  repository: string,
  wanted: 'latest' | 'stable',
): Promise<VersionRef | undefined> {
  const { items } = await ports.versions.list(repository, SEARCHED);
  const [highest] = items
    .flatMap(({ digest, tags }) => tags.map((version) => ({ version, digest })))
    .filter(({ version }) => valid(version) !== null)
    .filter(({ version }) => wanted === 'latest' || prerelease(version) === null)
    .sort((a, b) => rcompare(a.version, b.version));
  return highest;
}

function isTag(text: string): boolean {
  return /^[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}$/.test(text);
}

async function findCommit(
  ports: Pick<Ports, 'versions'>,
  repository: string,
  commit: string,
): Promise<VersionLine | undefined> {
  const { items } = await ports.versions.list(repository, SEARCHED);
  return items.find((version) => version.commit?.startsWith(commit));
}
