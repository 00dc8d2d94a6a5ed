import { overallSeconds } from '../domain/deadlines.ts';
import type { Deployment, Live, Options, Queued, VersionRef } from '../domain/deployment.ts';
import { type Direction, refuseDirection } from '../domain/direction.ts';
import { guessTimes } from '../domain/lay-out-plan.ts';
import { mayGoBackByItself } from '../domain/made-alarm.ts';
import { type DeploymentId, nameDeployment, type ServiceKey } from '../domain/names.ts';
import { Refused } from '../domain/refused.ts';
import type { ServiceState, StrategyName } from '../domain/service.ts';
import type { Ports } from '../ports.ts';

export type DeployPorts = Pick<Ports, 'services' | 'deployments' | 'machines' | 'clock' | 'dice'>;

export interface DeployRequest {
  readonly service: ServiceKey;
  readonly to: VersionRef;
  readonly repository: string;
  readonly strategy: 'auto' | StrategyName;
  readonly options?: Options;
  readonly forced?: Deployment['forced'];
  readonly expected?: Deployment['expected'];
  readonly first: boolean;
  /** Which way a person means it to go. */
  readonly direction?: Direction | undefined;
  readonly by: string;
  readonly reason: string;
  /** A person is refused while another deployment runs; what automation brings waits for its turn. */
  readonly whenBusy: 'refuse' | 'queue';
  /** Given where a promise must be kept exactly once, whoever keeps it. */
  readonly id?: DeploymentId;
}

export type DeployAnswer =
  | { readonly kind: 'started'; readonly id: DeploymentId }
  | { readonly kind: 'queued'; readonly behind: DeploymentId };

/** Starts a deployment, or leaves it to be started when the one before it has ended. */
export async function deploy(ports: DeployPorts, request: DeployRequest): Promise<DeployAnswer> {
  const service = await ports.services.get(request.service);
  if (service === undefined)
    throw new Refused('UnknownService', `Belay does not know ${request.service}. \`belay services put\` adopts it.`);
  const denied = deniedRefusal(service, request.to);
  if (denied !== undefined) throw denied;
  const head = await ports.deployments.head(request.service);
  const wrongWay =
    request.by === 'push' ? undefined : refuseDirection(head.serving?.version, request.to.version, request.direction);
  if (wrongWay !== undefined) throw wrongWay;
  const at = new Date(ports.clock.now()).toISOString();
  const from = head.serving?.version ?? 'none';
  const suffix = ports.dice.letters(4);
  const id = request.id ?? nameDeployment({ service: request.service, from, to: request.to.version, at, suffix });
  const { whenBusy: _, direction: __, ...asked } = request;
  const deployment: Deployment = {
    ...asked,
    id,
    kind: 'deploy',
    status: 'planned',
    startedAt: at,
    ...(head.serving && { from: head.serving }),
  };

  const within = overallSeconds(guessTimes(deployment, service.settings));
  const asks = !mayGoBackByItself(service.settings);
  if (await begin(ports, deployment, within, asks)) return { kind: 'started', id };
  const queued: Queued = { ...request.to, repository: request.repository, by: request.by, at };
  return waitOrRefuse(ports, request, queued, id);
}

/**
 * Takes the lock and starts the machine. `within`: seconds after which the reconciler looks whether it is still driven. `asks`: what would
 * take it back asks a person. `false`: another
 * deployment holds the lock. Safe to repeat with the same id.
 */
export async function begin(
  ports: Pick<Ports, 'deployments' | 'machines' | 'clock'>,
  deployment: Deployment,
  within: number,
  asks = false,
): Promise<boolean> {
  const { id, service, kind, to } = deployment;
  const dueAt = new Date(ports.clock.now() + within * 1000).toISOString();
  const live: Live = { id, kind, phase: 'planning', digest: to.digest, dueAt, ...(asks && { asks }) };
  const event = kind === 'deploy' ? 'version:update:start' : 'version:rollback:start';
  const began = await ports.deployments.begin(deployment, live, {
    deployment: id,
    service,
    event,
    at: deployment.startedAt,
    text: `${kind === 'deploy' ? 'Deploying' : 'Going back to'} ${to.version}${deployment.from ? ` (now ${deployment.from.version})` : ''}: ${deployment.reason}`,
    data: {
      from: deployment.from?.version ?? null,
      to: to.version,
      digest: to.digest,
      strategy: deployment.strategy,
      by: deployment.by,
      because: deployment.reason,
    },
  });
  if (!began) {
    const { live: holder } = await ports.deployments.head(service);
    if (holder?.id !== id) return (await ports.deployments.get(id)) !== undefined;
  }
  await ports.machines.start(id, service);
  return true;
}

async function waitOrRefuse(
  ports: DeployPorts,
  request: DeployRequest,
  queued: Queued,
  id: DeploymentId,
): Promise<DeployAnswer> {
  const { live } = await ports.deployments.head(request.service);
  const behind = live?.id ?? id;
  if (request.whenBusy === 'refuse')
    throw new Refused(
      'DeploymentInProgress',
      `${request.service} is already being deployed (${behind}). Wait for it with \`belay watch ${behind}\`, or \`belay rollback ${request.service}\`.`,
      { deployment: behind },
    );
  if (await ports.deployments.queue(request.service, queued)) return { kind: 'queued', behind };
  // The lock became free in between: there is nothing to wait for any more.
  return deploy(ports, { ...request, id });
}

/** A digest that was rolled back does not go out again until a person lifts it. */
export function deniedRefusal({ settings, denied }: ServiceState, to: VersionRef): Refused | undefined {
  const entry = denied.find(({ digest }) => digest === to.digest);
  if (entry === undefined) return undefined;
  return new Refused(
    'Denied',
    `${to.version} was rolled back by ${entry.deployment} (${entry.because}) and is denied. \`belay lift ${settings.key} --digest ${to.digest}\` allows it again.`,
  );
}
