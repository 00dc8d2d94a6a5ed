import type { Deployment, Head } from '../domain/deployment.ts';
import type { DeploymentId, ServiceKey } from '../domain/names.ts';
import type { Readiness } from '../domain/readiness.ts';
import { Refused } from '../domain/refused.ts';
import { pointIdOf, type RollbackPoint } from '../domain/rollback-point.ts';
import type { RollbackTarget } from '../domain/rollback-target.ts';
import type { ServiceState } from '../domain/service.ts';
import type { Ports } from '../ports.ts';
import { type CheckPointPorts, checkPoint } from './check-point.ts';
import { choosePoint } from './choose-point.ts';
import { knowService } from './know-service.ts';
import { type StartRollbackPorts, startRollback } from './start-rollback.ts';
import { type StopPorts, stopLive } from './stop-live.ts';
import { type WakePorts, wake } from './wake.ts';

export type RollBackPorts = StopPorts & WakePorts & CheckPointPorts & StartRollbackPorts & Pick<Ports, 'services'>;

/** The deployment that goes back, and the version it goes to. */
export interface RollBackAnswer {
  readonly id: DeploymentId;
  readonly to: string;
}

export interface RollBackRequest {
  readonly service: ServiceKey;
  readonly to: RollbackTarget;
  readonly by: string;
  readonly reason: string;
  /** Whether the point can be gone to: looked at now (also where it is absent), as it was found last, or whatever would be found. */
  readonly readiness?: 'looked-at' | 'as-known' | 'ignored';
}

/** What a rollback will do: take back what is under way, or go to a point. */
export type RollbackPlan = { readonly to: string; readonly head: Head } & (
  | { readonly live: Deployment }
  | { readonly point: RollbackPoint; readonly state: ServiceState }
);

/**
 * Takes a service back. While a deployment is under way, that one is taken back (to the point captured at its start); otherwise a
 * deployment of its own goes to a rollback point.
 */
export async function rollBack(ports: RollBackPorts, request: RollBackRequest): Promise<RollBackAnswer> {
  const plan = await planRollBack(ports, request);
  const { to, head } = plan;
  if ('point' in plan) return { id: await startRollback(ports, plan.state, head, plan.point, request), to };
  await takeBackLive(ports, request, head, plan.live);
  return { id: plan.live.id, to };
}

/** Decides what a rollback does, or refuses it. Touches nothing. */
export async function planRollBack(ports: RollBackPorts, request: RollBackRequest): Promise<RollbackPlan> {
  const { service } = request;
  const [state, head] = await Promise.all([knowService(ports, service), ports.deployments.head(service)]);
  if (head.live !== undefined) {
    const live = await liveToTakeBack(ports, request, head);
    return { to: live.from?.version ?? 'the version before', head, live };
  }
  const point = await choosePoint(ports, state, head, request.to);
  refuseRed(point, await readinessOf(ports, request, point, state));
  return { to: point.version, head, point, state };
}

/** What is under way leads back to one place only: any other place has to wait until it is there. */
async function liveToTakeBack(
  ports: Pick<Ports, 'deployments'>,
  { service, to }: RollBackRequest,
  head: Head,
): Promise<Deployment> {
  const id = head.live?.id;
  const live = id && (await ports.deployments.get(id));
  if (!live)
    throw new Refused(
      'DeploymentInProgress',
      `A deployment of ${service} is ending this moment. Try again: \`belay rollback ${service}\`.`,
    );
  if (live.kind === 'rollback')
    throw new Refused(
      'DeploymentInProgress',
      `${service} is on its way back already (${live.id}). \`belay watch ${live.id}\` follows it.`,
    );
  const same =
    to === 'previous' ||
    ('deployment' in to && to.deployment === live.id) ||
    ('rollbackPoint' in to && to.rollbackPoint === pointIdOf(live.id)) ||
    ('version' in to && live.from !== undefined && [live.from.version, live.from.digest].includes(to.version));
  if (same) return live;
  throw new Refused(
    'DeploymentInProgress',
    `${live.id} is under way, and taking it back leads to ${live.from?.version ?? 'the version before'}. \`belay rollback ${service}\` does that first.`,
    { deployment: live.id },
  );
}

async function takeBackLive(
  ports: RollBackPorts,
  { by, reason }: RollBackRequest,
  head: Head,
  live: Deployment,
): Promise<void> {
  const at = new Date(ports.clock.now()).toISOString();
  if ((await stopLive(ports, head, { because: `${by} took it back: ${reason}`, by, at })) === 'ended') {
    // The event that says so may be lost: the machine need not wait for its deadline.
    await wake(ports, head.service);
    throw new Refused(
      'DeploymentInProgress',
      `${live.id} is ending this moment. Try again: what it left is taken back.`,
    );
  }
}

async function readinessOf(
  ports: CheckPointPorts,
  { readiness = 'looked-at' }: RollBackRequest,
  point: RollbackPoint,
  { settings }: ServiceState,
): Promise<Readiness | undefined> {
  if (readiness === 'ignored') return undefined;
  return readiness === 'as-known' ? point.ready : checkPoint(ports, point, settings);
}

function refuseRed({ id, service, version }: RollbackPoint, ready: Readiness | undefined): void {
  if (ready === undefined || ready.ok) return;
  throw new Refused(
    'PointNotReady',
    `${service} could not go back to ${version} (${id}): ${ready.because.join(' ')} \`--to\` names another point, and \`--force\` tries all the same.`,
    { because: ready.because },
  );
}
