import type { Deployment } from '../domain/deployment.ts';
import { type DeploymentId, partsOf, type ServiceKey } from '../domain/names.ts';
import { Refused } from '../domain/refused.ts';
import type { ServiceSettings } from '../domain/service.ts';
import { byTime, type LogSource, type ServiceLine, sourcesOf, toLine, whyStopped } from '../domain/service-lines.ts';
import type { ServiceTask } from '../domain/truth.ts';
import type { Ports } from '../ports.ts';

/** Where a reader stopped: the last millisecond, and the lines of it that were given already. */
export interface LogPlace {
  readonly at: number;
  readonly seen: readonly string[];
}

export interface LogRequest {
  /** Milliseconds since 1970. Without it, from the start of what is kept, or of the deployment. */
  readonly since?: number | undefined;
  readonly deployment?: DeploymentId | undefined;
  /** Lines that speak of an error, and why tasks stopped. */
  readonly onlyErrors: boolean;
  readonly limit: number;
  readonly after?: LogPlace | undefined;
}

/** Lines of a service, oldest first. */
export interface ServiceLog {
  readonly items: readonly ServiceLine[];
  /** Where to go on: at the next lines, or at those that are not written yet. */
  readonly place: LogPlace;
  /** Are there more now? */
  readonly more: boolean;
  /** Why lines of a container are not here. */
  readonly notes: readonly string[];
}

/**
 * What the containers of a service wrote, old tasks and new ones. Of a deployment: from its start to its end. Who goes on after a place
 * does not see a line that CloudWatch Logs shows late, when younger ones were read.
 */
export async function readLogs(
  ports: Pick<Ports, 'services' | 'deployments' | 'ecs' | 'logs'>,
  service: ServiceKey,
  request: LogRequest,
): Promise<ServiceLog> {
  const settings = (await ports.services.get(service))?.settings;
  if (settings === undefined)
    throw new Refused('UnknownService', `Belay does not know ${service}. \`belay status\` lists what it knows.`);
  const deployment = await deploymentOf(ports, service, request.deployment);
  const [tasks, definition] = await Promise.all([tasksOf(ports, settings), definitionOf(ports, settings, deployment)]);
  const { sources, notes } = sourcesOf(definition?.containers ?? []);
  const begun = deployment === undefined ? 0 : Date.parse(deployment.startedAt);
  const from = request.after?.at ?? Math.max(begun, request.since ?? 0);
  const until = deployment?.endedAt === undefined ? undefined : Date.parse(deployment.endedAt);
  const range = {
    from,
    until,
    // One more than is given tells whether there are more.
    limit: request.limit + (request.after?.seen.length ?? 0) + 1,
    onlyErrors: request.onlyErrors,
  };
  const read = await Promise.all(sources.map((source) => readSource(ports, source, range)));
  const lines = read.flatMap((one) => one.lines.map((line) => toLine(line, tasks, deployment?.taskDefinition)));
  const stops = request.onlyErrors ? whyStopped(tasks, range, deployment?.taskDefinition) : [];
  const fresh = [...lines, ...stops]
    .filter(({ at, id }) => Date.parse(at) !== request.after?.at || !request.after.seen.includes(id))
    .sort(byTime);
  const items = fresh.slice(0, request.limit);
  const more = fresh.length > items.length;
  return {
    items,
    place: placeAfter(items, request, from),
    more,
    notes: [...notes, ...read.flatMap(({ note }) => note)],
  };
}

async function deploymentOf(
  ports: Pick<Ports, 'deployments'>,
  service: ServiceKey,
  id: DeploymentId | undefined,
): Promise<Deployment | undefined> {
  if (id === undefined) return undefined;
  const deployment = await ports.deployments.get(id);
  if (deployment?.service === service) return deployment.status === 'ended' ? deployment : asLive(ports, deployment);
  throw new Refused(
    'UnknownDeployment',
    `${service} has no deployment ${id}. \`belay history ${service}\` lists them.`,
  );
}

/** What a deployment brings stands on the head until it has ended. */
async function asLive(ports: Pick<Ports, 'deployments'>, deployment: Deployment): Promise<Deployment> {
  const { live } = await ports.deployments.head(deployment.service);
  const taskDefinition = live?.id === deployment.id ? live.taskDefinition : undefined;
  return { ...deployment, ...(taskDefinition !== undefined && { taskDefinition }) };
}

async function tasksOf(
  { ecs }: Pick<Ports, 'ecs'>,
  { key, cluster }: ServiceSettings,
): Promise<readonly ServiceTask[]> {
  const { name } = partsOf(key);
  const both = await Promise.all([ecs.tasksOf(cluster, name, 'RUNNING'), ecs.tasksOf(cluster, name, 'STOPPED')]);
  return both.flat();
}

/** Old and new tasks of a service mostly write to the same groups: those of the newest task definition are read. */
async function definitionOf(
  { ecs }: Pick<Ports, 'ecs'>,
  { key, cluster }: ServiceSettings,
  deployment: Deployment | undefined,
) {
  const arn = deployment?.taskDefinition ?? (await ecs.service(cluster, partsOf(key).name))?.taskDefinition;
  return arn === undefined ? undefined : ecs.taskDefinition(arn);
}

async function readSource(
  { logs }: Pick<Ports, 'logs'>,
  { container, group, prefix }: LogSource,
  range: {
    readonly from: number;
    readonly until: number | undefined;
    readonly limit: number;
    readonly onlyErrors: boolean;
  },
) {
  const { from, until, limit, onlyErrors } = range;
  const read = await logs.since(group, prefix, from, { limit, onlyErrors, ...(until !== undefined && { until }) });
  if (read === 'gone') return { lines: [], note: [`${container}: there is no log group ${group}`] };
  if (read === 'closed')
    return {
      lines: [],
      note: [`${container}: Belay may not read ${group}; deploy the stack with -c logGroups=${group}`],
    };
  return { lines: read.map((line) => ({ ...line, container })), note: [] };
}

function placeAfter(items: readonly ServiceLine[], { after }: LogRequest, from: number): LogPlace {
  const last = items.at(-1);
  if (last === undefined) return after ?? { at: from, seen: [] };
  const at = Date.parse(last.at);
  const now = items.filter((line) => line.at === last.at).map(({ id }) => id);
  return { at, seen: after?.at === at ? [...after.seen, ...now] : now };
}
