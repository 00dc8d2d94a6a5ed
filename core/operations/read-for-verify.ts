import { groupsThatMustBe } from '../domain/findings/log-group.ts';
import type { AskedImage, Reading } from '../domain/findings/reading.ts';
import { rolesOf } from '../domain/findings/roles-there.ts';
import { fargateOf } from '../domain/findings/room.ts';
import { partsOf } from '../domain/names.ts';
import { withOwnersAlarms } from '../domain/owner-configuration.ts';
import { coversRole } from '../domain/reach.ts';
import { Refused } from '../domain/refused.ts';
import { seenOf } from '../domain/seen.ts';
import type { ServiceSettings, ServiceState } from '../domain/service.ts';
import type { ServiceDeploymentStatus, ServiceTruth } from '../domain/truth.ts';
import type { Ports } from '../ports.ts';
import { look, lookAtEach } from './look.ts';
import { lookAtParameters, lookAtSecrets } from './look-at-secrets.ts';
import { readServing } from './read-serving.ts';
import { resolveVersion } from './resolve-version.ts';

export type VerifyPorts = Pick<
  Ports,
  | 'services'
  | 'deployments'
  | 'versions'
  | 'registry'
  | 'ecs'
  | 'traffic'
  | 'alarms'
  | 'secrets'
  | 'parameters'
  | 'roles'
  | 'room'
  | 'logs'
  | 'clock'
  | 'reach'
>;

const UNDER_WAY: readonly ServiceDeploymentStatus[] = [
  'PENDING',
  'IN_PROGRESS',
  'STOP_REQUESTED',
  'ROLLBACK_REQUESTED',
  'ROLLBACK_IN_PROGRESS',
];

/** Reads once, side by side, all that the checks ask about. `version` as a person names it; without one no image is looked for. */
export async function readForVerify(
  ports: VerifyPorts,
  { settings, hold, denied }: ServiceState,
  version: string | undefined,
): Promise<Reading> {
  const { cluster, key } = settings;
  const { name } = partsOf(key);
  const [head, asked, ecs, underWay, succeeded, serving, keys] = await Promise.all([
    ports.deployments.head(key),
    readAsked(ports, settings, version),
    look(() => ports.ecs.service(cluster, name)),
    look(async () => (await ports.ecs.recent(cluster, name, UNDER_WAY))[0]?.status),
    look(async () => (await ports.ecs.recent(cluster, name, ['SUCCESSFUL', 'ROLLBACK_SUCCESSFUL'])).length > 0),
    look(() => readServing(ports, settings)),
    lookAtEach(Object.values(settings.containers), (repository) => ports.registry.encryptionKey(repository)),
  ]);
  return {
    settings,
    hold,
    denied,
    live: head.live?.id,
    asked,
    ecs,
    underWay,
    succeeded,
    serving,
    keys,
    ...(await readWhatItNames(ports, settings, seenOf(ecs))),
    reach: ports.reach,
  };
}

/** What the service names: its task definition with its secrets and log groups, its subnets, its target groups and rules, its alarms. */
async function readWhatItNames(ports: VerifyPorts, settings: ServiceSettings, ecs: ServiceTruth | undefined) {
  const wirings = ecs?.loadBalancers ?? [];
  const defined = (names: readonly (string | undefined)[]): readonly string[] =>
    names.filter((name) => name !== undefined);
  const groups = defined(wirings.flatMap(({ targetGroup, alternate }) => [targetGroup, alternate]));
  const rules = defined(wirings.flatMap(({ productionRule, testRule }) => [productionRule, testRule]));
  const watched = ecs === undefined ? settings.alarms : withOwnersAlarms(settings.alarms, ecs.deploymentConfiguration);
  const tested = wirings.find(({ productionRule }) => productionRule !== undefined);
  const [task, room, groupsSeen, rulesSeen, alarms, testable] = await Promise.all([
    readTask(ports, ecs),
    readRoom(ports, ecs),
    lookAtEach(groups, (arn) => ports.traffic.targetGroup(arn)),
    lookAtEach(rules, (arn) => ports.traffic.ruleIsThere(arn)),
    look(() => ports.alarms.read(watched)),
    look(async () => tested !== undefined && (await ports.traffic.testEndpoint(tested)) !== undefined),
  ]);
  return { ...task, ...room, groups: groupsSeen, rules: rulesSeen, alarms, testable };
}

async function readTask(ports: VerifyPorts, ecs: ServiceTruth | undefined) {
  const taskDefinition = await look(async () => ecs && (await ports.ecs.taskDefinition(ecs.taskDefinition)));
  const containers = seenOf(taskDefinition)?.containers ?? [];
  const named = containers.flatMap(({ secrets }) => Object.values(secrets));
  // Only of those can the stack ask that it may hand out; the others are refused anyway.
  const roles = rolesOf(seenOf(taskDefinition) ?? {}).filter((role) => coversRole(ports.reach, role));
  const [secrets, parameters, logGroups, seenRoles] = await Promise.all([
    lookAtSecrets(ports, named),
    lookAtParameters(ports, named, ecs?.arn ?? ''),
    lookAtEach(groupsThatMustBe(containers), (group) => findGroup(ports, group)),
    lookAtEach(roles, (role) => ports.roles.forTasks(role)),
  ]);
  return { taskDefinition, secrets, parameters, logGroups, roles: seenRoles };
}

async function readRoom({ room }: Pick<Ports, 'room'>, ecs: ServiceTruth | undefined) {
  const how = ecs && fargateOf(ecs);
  const subnets = ecs?.subnets ?? [];
  const [fargate, addresses] = await Promise.all([
    look(async () => (how === undefined || how === 'mixed' ? undefined : room.fargate(how))),
    look(async () => (subnets.length === 0 ? {} : room.freeAddresses(subnets))),
  ]);
  return { fargate, addresses };
}

/** Whoever may read its lines sees whether there is a log group. No stream begins so, and from now on there is nothing yet to be searched. */
async function findGroup(
  { logs, clock }: Pick<Ports, 'logs' | 'clock'>,
  group: string,
): Promise<'there' | 'gone' | 'closed'> {
  const lines = await logs.since(group, 'belay-verify', clock.now(), { limit: 1, onlyErrors: false });
  return typeof lines === 'string' ? lines : 'there';
}

/** What the registry says of the version. That there is none is a finding among others. */
async function readAsked(
  ports: VerifyPorts,
  { key, containers }: ServiceSettings,
  version: string | undefined,
): Promise<AskedImage> {
  if (version === undefined) return { kind: 'none' };
  const [repository, ...others] = new Set(Object.values(containers));
  if (repository === undefined || others.length > 0)
    return {
      kind: 'missing',
      code: 'BadRequest',
      because: `${key} runs several repositories (${[repository, ...others].join(', ')}), and Belay deploys one at a time`,
    };
  try {
    const to = await resolveVersion(ports, repository, version);
    const image = await ports.registry.describe(repository, { digest: to.digest });
    if (image === undefined) return { kind: 'missing', code: 'ImageGone', because: `${version} went away this moment` };
    return { kind: 'there', to, repository, platforms: image.platforms };
  } catch (error) {
    if (error instanceof Refused) return { kind: 'missing', code: error.code, because: error.message };
    return { kind: 'unseen', because: error instanceof Error ? error.message : String(error) };
  }
}
