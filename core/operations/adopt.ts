import { type Proposal, propose } from '../domain/adoption.ts';
import type { ServingRef } from '../domain/deployment.ts';
import { parseServiceKey } from '../domain/names.ts';
import { Refused } from '../domain/refused.ts';
import type { ServiceSettings } from '../domain/service.ts';
import { groupIdOf, productionGroup } from '../domain/serving.ts';
import type { StackDefaults } from '../domain/stack-defaults.ts';
import type { FoundService, RevisionTruth } from '../domain/truth.ts';
import type { Ports, RegistryImage } from '../ports.ts';
import { type CompletedSettings, completeSettings } from './complete-settings.ts';
import { readFoundService } from './read-found-service.ts';

export type AdoptPorts = Pick<
  Ports,
  'services' | 'deployments' | 'versions' | 'registry' | 'ecs' | 'traffic' | 'alarms' | 'reach' | 'clock'
>;

export interface AdoptRequest {
  /** The stack's only cluster where it is left out. */
  readonly cluster?: string | undefined;
  /** The cluster's name where it is left out. */
  readonly environment?: string | undefined;
  /** Names of ECS services; all of the cluster where they are left out. */
  readonly services?: readonly string[] | undefined;
  readonly dryRun: boolean;
  readonly by: string;
  readonly defaults: StackDefaults;
}

/** What was found and written down, and what Belay cannot find out by itself. */
export interface Adoption {
  readonly cluster: string;
  readonly environment: string;
  readonly services: readonly Proposal[];
  readonly cannotKnow: readonly string[];
}

/** ECS answers a burst of readings with throttling. */
const AT_ONCE = 5;

const CANNOT_KNOW = [
  'whether a policy of your organisation, a permissions boundary or a key policy denies what the roles of the stack allow;',
  'whether the execution role of a service may pull from a repository of another account;',
  'whether the role that ECS takes to move the weights of a load balancer may still do so.',
];

/**
 * Finds the services of a cluster and writes down what they are and what they run, by digest. Changes nothing about them in AWS; one
 * that names no alarm gets one, as if it had been put. A service that is adopted already is left as it is.
 */
export async function adopt(ports: AdoptPorts, request: AdoptRequest): Promise<Adoption> {
  const cluster = clusterOf(ports, request);
  const environment = request.environment ?? cluster;
  const found = await ports.ecs.services(cluster);
  if (found === undefined)
    throw new Refused('NotRunning', `ECS has no cluster ${cluster}. \`aws ecs list-clusters\` lists what it has.`);
  const wanted = request.services ?? found.map(({ name }) => name);
  const strange = wanted.filter((name) => !found.some((service) => service.name === name));
  if (strange.length > 0)
    throw new Refused('NotRunning', `ECS has no service ${strange.join(', ')} in ${cluster}. ${namesOf(found)}`);
  const chosen = found.filter(({ name }) => wanted.includes(name));
  const services: Proposal[] = [];
  for (let start = 0; start < chosen.length; start += AT_ONCE) {
    const some = chosen.slice(start, start + AT_ONCE);
    services.push(...(await Promise.all(some.map((service) => adoptOne(ports, environment, service, request)))));
  }
  return { cluster, environment, services, cannotKnow: CANNOT_KNOW };
}

/** The cluster that is meant. Of one that the stack does not name Belay may not even read. */
function clusterOf({ reach }: AdoptPorts, { cluster, environment }: AdoptRequest): string {
  const { clusters } = reach;
  const named = cluster ?? (clusters.length === 1 ? clusters[0] : clusters.find((one) => one === environment));
  if (named === undefined)
    throw new Refused('BadRequest', `cluster: name one of ${clusters.join(', ')}.`, { clusters });
  if (clusters.includes(named)) return named;
  const paste = `npx cdk deploy Belay -c 'clusters=${[...clusters, named].join(',')}'`;
  throw new Refused(
    'OutOfReach',
    `The stack was not given the cluster ${named}, so Belay may not look into it. Deploy it with the other settings that you gave it and: ${paste}`,
    { clusters, paste },
  );
}

async function adoptOne(
  ports: AdoptPorts,
  environment: string,
  service: FoundService,
  request: AdoptRequest,
): Promise<Proposal> {
  const [known] = await ports.services.concernedBy('ecs-service', `${service.cluster}/${service.name}`);
  const { definition, digests, revision } = await readFoundService(ports, service);
  const proposal = propose(
    { name: known ?? `${environment}/${service.name}`, service, definition, digests },
    ports.reach,
  );
  if (known !== undefined) return { ...proposal, outcome: 'already' };
  if (proposal.outcome === 'impossible') return proposal;
  const { image, problem } = await describeRunning(ports, proposal);
  const completed = await completeSettings(
    ports,
    parseServiceKey(proposal.service),
    { alarms: proposal.alarms.slice(0, MOST_ALARMS), rollback: { minimumRequests: MINIMUM_REQUESTS } },
    service,
    request.defaults,
  );
  const named = watched(nameVersion(proposal, image, problem), completed);
  if (request.dryRun) return named;
  // The settings come last: who is interrupted before finds the service as it was, and adopts it again.
  await recordVersion(ports, image);
  await noteServing(ports, named, service, { revision, taskDefinition: definition.arn });
  await writeSettings(ports, named, completed, request);
  return { ...named, outcome: 'adopted' };
}

/** What the registry says of the image that runs. One that cannot be read must not keep the other services from being adopted. */
async function describeRunning(
  { registry }: AdoptPorts,
  { runs }: Proposal,
): Promise<{ readonly image?: RegistryImage; readonly problem?: string }> {
  if (runs === undefined) return {};
  try {
    const image = await registry.describe(runs.repository, { digest: runs.digest });
    if (image !== undefined) return { image };
    const gone = `${runs.digest} runs, and is no longer in ${runs.repository}`;
    return { problem: `${gone}: there is no way back to it. Push it again before the first deployment.` };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { problem: error.message };
  }
}

/** A digest is known by the tag that the registry gives it now; the task definition may say `latest`, which moves. */
function nameVersion(proposal: Proposal, image: RegistryImage | undefined, problem: string | undefined): Proposal {
  const { runs, notes } = proposal;
  if (problem !== undefined) return { ...proposal, notes: [...notes, problem] };
  if (runs === undefined || image === undefined) return proposal;
  const tag = image.tags.find((one) => /^v?\d+\.\d+/.test(one)) ?? image.tags[0];
  return { ...proposal, runs: { ...runs, version: tag ?? runs.digest.slice(7, 19) } };
}

/** With the alarm that Belay makes, where nothing else watches it. */
function watched(proposal: Proposal, { settings: { alarms, madeAlarm } }: CompletedSettings): Proposal {
  if (madeAlarm === undefined) return { ...proposal, alarms };
  const missing = proposal.missing.filter(({ kind }) => kind !== 'alarm');
  return { ...proposal, alarms, madeAlarm, missing };
}

async function recordVersion(ports: AdoptPorts, image: RegistryImage | undefined): Promise<void> {
  if (image === undefined) return;
  const { uri: _, ...facts } = image;
  await ports.versions.record({ ...facts, decisions: [] });
}

async function writeSettings(
  ports: AdoptPorts,
  { service, cluster, containers }: Proposal,
  { settings, alarm }: CompletedSettings,
  { by }: AdoptRequest,
): Promise<void> {
  if (alarm !== undefined) await ports.alarms.make(alarm);
  await ports.services.put({
    ...DEFAULTS,
    ...settings,
    key: parseServiceKey(service),
    cluster,
    containers,
    updatedAt: new Date(ports.clock.now()).toISOString(),
    updatedBy: by,
  });
}

async function noteServing(
  ports: AdoptPorts,
  { service, runs }: Proposal,
  { cluster, name }: FoundService,
  { revision, taskDefinition }: { readonly revision: RevisionTruth | undefined; readonly taskDefinition: string },
): Promise<void> {
  if (runs === undefined) return;
  const recent = await ports.ecs.recent(cluster, name, ['SUCCESSFUL']);
  const brought = recent.find(({ target }) => target !== undefined && target === revision?.arn);
  const { version, digest } = runs;
  const group = revision && productionGroup(revision);
  const serving: ServingRef = {
    version,
    digest,
    taskDefinition,
    ...(brought && { serviceDeployment: brought.arn }),
    ...(group !== undefined && { group: groupIdOf(group) }),
  };
  await ports.deployments.noteServing(parseServiceKey(service), serving);
}

/** As many as the settings of a service take. */
const MOST_ALARMS = 30;
/** Requests a minute below which the alarm that Belay makes says nothing, where nobody says otherwise. */
const MINIMUM_REQUESTS = 20;

/** What an adopted service is told at first: nothing goes out unless a person says so. */
const DEFAULTS = {
  policy: { kind: 'manual' },
  checks: [],
  bake: 300,
  minimumRequests: 0,
  watch: 3600,
} as const satisfies Partial<ServiceSettings>;

function namesOf(found: readonly FoundService[]): string {
  return found.length === 0 ? 'It has none.' : `It has ${found.map(({ name }) => name).join(', ')}.`;
}
