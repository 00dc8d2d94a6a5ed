import type { Deployment, Head } from '../domain/deployment.ts';
import { type DeploymentId, type Digest, nameDeployment, type ServiceKey } from '../domain/names.ts';
import { Refused } from '../domain/refused.ts';
import type { RollbackPoint } from '../domain/rollback-point.ts';
import type { Ports } from '../ports.ts';
import { begin } from './deploy.ts';
import { stopLive } from './stop-live.ts';
import type { WakePorts } from './wake.ts';

export type RollBackPorts = WakePorts &
  Pick<Ports, 'services' | 'deployments' | 'rollbackPoints' | 'machines' | 'clock' | 'dice'>;

/** The deployment that goes back, and the version it goes to. */
export interface RollBackAnswer {
  readonly id: DeploymentId;
  readonly to: string;
}

/** Two tries, and time to look. */
const ROLLBACK_SECONDS = 2 * 3600;

export interface RollBackRequest {
  readonly service: ServiceKey;
  readonly to: 'previous' | { readonly rollbackPoint: string };
  readonly by: string;
  readonly reason: string;
}

/**
 * Takes a service back. While a deployment is under way, that one is taken back (to the point captured at its start); otherwise a
 * deployment of its own goes to a rollback point.
 */
export async function rollBack(ports: RollBackPorts, request: RollBackRequest): Promise<RollBackAnswer> {
  const { service } = request;
  const state = await ports.services.get(service);
  if (state === undefined)
    throw new Refused('UnknownService', `Belay does not know ${service}. \`belay services put\` adopts it.`);
  const head = await ports.deployments.head(service);
  const at = new Date(ports.clock.now()).toISOString();
  if (head.live !== undefined) return takeBackLive(ports, request, head, at);

  const point = await choosePoint(ports, request, [
    ...state.denied.map(({ digest }) => digest),
    ...(head.serving ? [head.serving.digest] : []),
  ]);
  const from = head.serving?.version ?? 'unknown';
  const captured = await ports.deployments.get(point.deployment);
  const suffix = ports.dice.letters(4);
  const deployment: Deployment = {
    id: nameDeployment({ service, from, to: point.version, at, suffix }),
    service,
    kind: 'rollback',
    to: { version: point.version, digest: point.digest },
    ...(head.serving && { from: head.serving }),
    repository: captured?.repository ?? Object.values(state.settings.containers)[0] ?? '',
    strategy: 'auto',
    first: false,
    by: request.by,
    reason: request.reason,
    status: 'planned',
    startedAt: at,
    target: point.id,
  };
  if (!(await begin(ports, deployment, ROLLBACK_SECONDS)))
    throw new Refused(
      'DeploymentInProgress',
      `A deployment of ${service} began this moment. Try again: it will be taken back.`,
    );
  return { id: deployment.id, to: point.version };
}

async function takeBackLive(
  ports: RollBackPorts,
  request: RollBackRequest,
  head: Head,
  at: string,
): Promise<RollBackAnswer> {
  const { service, by, reason } = request;
  const id = head.live?.id;
  const live = id && (await ports.deployments.get(id));
  if (!live) throw new Refused('DeploymentInProgress', `A deployment of ${service} is ending this moment. Try again.`);
  if (live.kind === 'rollback')
    throw new Refused('DeploymentInProgress', `${service} is on its way back already (${live.id}).`);
  if ((await stopLive(ports, head, { because: `${by} took it back: ${reason}`, by, at })) === 'ended')
    throw new Refused(
      'DeploymentInProgress',
      `${live.id} is ending this moment. Try again: what it left is taken back.`,
    );
  return { id: live.id, to: live.from?.version ?? 'the version before' };
}

async function choosePoint(
  ports: RollBackPorts,
  request: RollBackRequest,
  unwanted: readonly Digest[],
): Promise<RollbackPoint> {
  const { service, to } = request;
  if (to !== 'previous') {
    const point = await ports.rollbackPoints.get(service, to.rollbackPoint);
    if (point === undefined)
      throw new Refused('NothingToRollBackTo', `${service} has no rollback point ${to.rollbackPoint}.`);
    return point;
  }
  const points = await ports.rollbackPoints.newest(service, 20);
  const previous = points.find(({ digest }) => !unwanted.includes(digest));
  if (previous === undefined)
    throw new Refused(
      'NothingToRollBackTo',
      `${service} has no rollback point of another version than the one that runs. \`belay history ${service}\` shows what ran.`,
    );
  return previous;
}
