import type { RollbackPoint } from '../domain/rollback-point.ts';
import type { ServiceSettings } from '../domain/service.ts';
import type { Ports } from '../ports.ts';

/** The repository that a point's digest is in: what it says itself, else its deployment's record, else the service's first. */
export async function pointRepository(
  ports: Pick<Ports, 'deployments'>,
  { repository, deployment }: RollbackPoint,
  { containers }: ServiceSettings,
): Promise<string> {
  if (repository !== undefined) return repository;
  const captured = deployment && (await ports.deployments.get(deployment));
  return captured?.repository ?? Object.values(containers)[0] ?? '';
}
