import type { Version } from '../domain/version.ts';
import type { Page, Ports } from '../ports.ts';

/** A version as a history shows it. `active`: a service runs it now. */
export type ListedVersion = Version & { readonly active: boolean };

/** Versions of a repository, newest first, with a mark on those that run. */
export async function listVersions(
  ports: Pick<Ports, 'versions' | 'services' | 'deployments'>,
  repository: string,
  limit: number,
  cursor?: string,
): Promise<Page<ListedVersion>> {
  const [page, keys] = await Promise.all([
    ports.versions.newest(repository, limit, cursor),
    ports.services.concernedBy('repository', repository),
  ]);
  const heads = await Promise.all(keys.map((key) => ports.deployments.head(key)));
  const running = new Set(heads.flatMap(({ serving }) => serving?.digest ?? []));
  return { ...page, items: page.items.map((version) => ({ ...version, active: running.has(version.digest) })) };
}
