import type { Version, VersionLine } from '../domain/version.ts';
import type { Page, Ports } from '../ports.ts';

/** A version as a history shows it, whole or as a line. `active`: a service runs it now. */
export type Listed<Shown extends VersionLine | Version> = Shown & { readonly active: boolean };

type ListPorts = Pick<Ports, 'versions' | 'services' | 'deployments'>;

/** Versions of a repository, newest first, with a mark on those that run. */
export function listVersions(ports: ListPorts, repository: string, limit: number, cursor?: string) {
  return markActive(ports, repository, ports.versions.newest(repository, limit, cursor));
}

/** The same as lines, for a table. */
export function listVersionLines(ports: ListPorts, repository: string, limit: number, cursor?: string) {
  return markActive(ports, repository, ports.versions.list(repository, limit, cursor));
}

async function markActive<Shown extends VersionLine | Version>(
  ports: ListPorts,
  repository: string,
  reading: Promise<Page<Shown>>,
): Promise<Page<Listed<Shown>>> {
  const [page, keys] = await Promise.all([reading, ports.services.concernedBy('repository', repository)]);
  const heads = await Promise.all(keys.map((key) => ports.deployments.head(key)));
  const running = new Set(heads.flatMap(({ serving }) => serving?.digest ?? []));
  return { ...page, items: page.items.map((version) => ({ ...version, active: running.has(version.digest) })) };
}
