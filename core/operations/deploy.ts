import { approvalsMissing } from '../domain/awaited-approval.ts';
import type { Asker, Block } from '../domain/block.ts';
import { blocksOf } from '../domain/blocks-of.ts';
import type { Deployment, Forced, Queued, VersionRef } from '../domain/deployment.ts';
import { type Direction, refuseDirection } from '../domain/direction.ts';
import { mayGoBackByItself } from '../domain/made-alarm.ts';
import { type DeploymentId, nameDeployment, type ServiceKey } from '../domain/names.ts';
import type { Options } from '../domain/options.ts';
import { passBlocks } from '../domain/pass-blocks.ts';
import { Refused } from '../domain/refused.ts';
import { QUEUE, type QueuePolicy, type ServiceState, type StrategyName } from '../domain/service.ts';
import type { Ports } from '../ports.ts';
import { begin } from './begin.ts';
import { findBegun } from './find-begun.ts';
import { readRules } from './read-rules.ts';

export type DeployPorts = Pick<Ports, 'services' | 'rules' | 'deployments' | 'machines' | 'clock' | 'dice'>;

export interface DeployRequest {
  readonly service: ServiceKey;
  readonly to: VersionRef;
  readonly repository: string;
  readonly strategy: 'auto' | StrategyName;
  readonly options?: Options;
  /** A person wants past what may be forced. */
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
  /** `because`: behind what it waits, as the end of a sentence. */
  | { readonly kind: 'queued'; readonly behind: DeploymentId; readonly because: string };

/** Starts a deployment, or leaves it to be started when the one before it has ended. Refuses one that something blocks. */
export async function deploy(ports: DeployPorts, request: DeployRequest): Promise<DeployAnswer> {
  const [service, rules] = await Promise.all([ports.services.get(request.service), readRules(ports)]);
  if (service === undefined)
    throw new Refused('UnknownService', `Belay does not know ${request.service}. \`belay services put\` adopts it.`);
  const denied = deniedRefusal(service, request.to);
  if (denied !== undefined) throw denied;
  const forced = await forcedPast(ports, request, blocksOf(service, rules, ports.clock.now()));
  const head = await ports.deployments.head(request.service);
  const wrongWay = refuseDirection(head.serving?.version, request.to.version, request.direction);
  if (wrongWay !== undefined && (await findBegun(ports, request.service, request.id)) === undefined) throw wrongWay;
  const at = new Date(ports.clock.now()).toISOString();
  const from = head.serving?.version ?? 'none';
  const suffix = ports.dice.letters(4);
  const id = request.id ?? nameDeployment({ service: request.service, from, to: request.to.version, at, suffix });
  const { whenBusy: _, direction: __, forced: ___, ...asked } = request;
  const deployment: Deployment = {
    ...asked,
    id,
    kind: 'deploy',
    status: 'planned',
    startedAt: at,
    ...(head.serving && { from: head.serving }),
    ...(forced && { forced }),
  };

  const asks = !mayGoBackByItself(service.settings, request.options);
  if (await begin(ports, deployment, asks)) return { kind: 'started', id };
  const queued: Queued = { ...request.to, id, repository: request.repository, by: request.by, at };
  return waitOrRefuse(ports, request, queued, (service.settings.queue ?? QUEUE).policy);
}

/** What automation promised and began before anything blocked goes on: nothing is forced, and nothing refused. */
async function forcedPast(
  ports: DeployPorts,
  request: DeployRequest,
  blocks: readonly Block[],
): Promise<Forced | undefined> {
  const { service: key, by, reason, forced } = request;
  const asker: Asker = { kind: request.whenBusy === 'queue' ? 'automation' : 'person', by };
  if (blocks.length > 0 && (await findBegun(ports, key, request.id)) !== undefined) return undefined;
  return passBlocks(key, blocks, { asker, force: forced !== undefined, reason: forced?.reason ?? reason });
}

function nextMove(service: ServiceKey, behind: DeploymentId, lacksApproval: boolean): string {
  return lacksApproval
    ? `It waits for approval: \`belay approve ${behind}\`, or end it with \`belay cancel ${behind}\`, or let yours wait with --queue.`
    : `Wait for it with \`belay watch ${behind}\`, let yours wait with --queue, or \`belay rollback ${service}\`.`;
}

async function waitOrRefuse(
  ports: DeployPorts,
  request: DeployRequest,
  queued: Queued,
  policy: QueuePolicy['policy'],
): Promise<DeployAnswer> {
  const { live, queued: waiting } = await ports.deployments.head(request.service);
  const behind = live?.id ?? queued.id;
  const ahead = await ports.deployments.get(behind);
  // Two that kept one promise at once: the version is on its way, and goes there once.
  if (request.whenBusy === 'queue' && ahead?.to.digest === queued.digest) return { kind: 'started', id: ahead.id };
  const lacksApproval = ahead !== undefined && approvalsMissing(ahead) > 0;
  if (request.whenBusy === 'refuse' || policy === 'refuse')
    throw new Refused(
      'DeploymentInProgress',
      `${request.service} is already being deployed (${behind}). ${nextMove(request.service, behind, lacksApproval)}`,
      { deployment: behind },
    );
  // Something newer may have begun, or taken the place, since a policy decided for this one.
  const wrongWay = refuseDirection((waiting ?? ahead?.to)?.version, queued.version, request.direction);
  if (wrongWay !== undefined) throw wrongWay;
  if (await ports.deployments.queue(request.service, queued)) {
    if (lacksApproval) await tellQueued(ports, ahead, queued);
    return {
      kind: 'queued',
      behind,
      because: `waits for ${behind}${lacksApproval ? ', which waits for approval' : ''}`,
    };
  }
  // The lock became free in between: there is nothing to wait for any more.
  return deploy(ports, { ...request, id: queued.id });
}

/** Whoever is asked to approve must know that a newer version is there, and can let it go first. */
async function tellQueued(
  { deployments }: Pick<Ports, 'deployments'>,
  { id, service, to }: Deployment,
  { version, digest, by, at }: Queued,
): Promise<void> {
  await deployments.log({
    deployment: id,
    service,
    event: 'version:update:approval',
    at,
    text: `While ${to.version} waits for approval, ${version} came and waits behind it. \`belay reject ${id}\` lets it go first`,
    data: { behind: { version, digest, by } },
  });
}

/** A digest that was rolled back does not go out again until a person lifts it. */
export function deniedRefusal({ settings, denied }: ServiceState, to: VersionRef): Refused | undefined {
  const entry = denied.find(({ digest }) => digest === to.digest);
  if (entry === undefined) return undefined;
  return new Refused(
    'Denied',
    `${to.version} was rolled back by ${entry.deployment} (${entry.because}) and is denied. \`belay lift ${settings.key} --digest ${to.digest}\` allows it again.`,
    { about: [to.digest] },
  );
}
