import type { Deployment, Head } from '../domain/deployment.ts';
import { type DeploymentId, nameDeployment } from '../domain/names.ts';
import { Refused } from '../domain/refused.ts';
import type { RollbackPoint } from '../domain/rollback-point.ts';
import type { ServiceState } from '../domain/service.ts';
import type { Ports } from '../ports.ts';
import { begin } from './begin.ts';
import { pointRepository } from './point-repository.ts';

export type StartRollbackPorts = Pick<Ports, 'deployments' | 'machines' | 'clock' | 'dice'>;

/** Starts the deployment that goes to a rollback point; with an `id` it is safe to repeat. Refuses where another deployment took the lock in this moment. */
export async function startRollback(
  ports: StartRollbackPorts,
  { settings }: ServiceState,
  { serving }: Head,
  point: RollbackPoint,
  { id, by, reason }: { readonly id?: DeploymentId; readonly by: string; readonly reason: string },
): Promise<DeploymentId> {
  const { key: service } = settings;
  const at = new Date(ports.clock.now()).toISOString();
  const from = serving?.version ?? 'unknown';
  const repository = await pointRepository(ports, point, settings);
  const named = () => nameDeployment({ service, from, to: point.version, at, suffix: ports.dice.letters(4) });
  const deployment: Deployment = {
    id: id ?? named(),
    service,
    kind: 'rollback',
    to: { version: point.version, digest: point.digest },
    ...(serving && { from: serving }),
    repository,
    strategy: 'auto',
    first: false,
    by,
    reason,
    status: 'planned',
    startedAt: at,
    target: point.id,
  };
  if (await begin(ports, deployment)) return deployment.id;
  throw new Refused(
    'DeploymentInProgress',
    `A deployment of ${service} began this moment. Try again: it will be taken back.`,
  );
}
