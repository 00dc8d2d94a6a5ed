import type { Deployment, Head } from '../domain/deployment.ts';
import { partsOf } from '../domain/names.ts';
import { withOwnersAlarms } from '../domain/owner-configuration.ts';
import { pastSeconds } from '../domain/past-seconds.ts';
import { alarmsOf, isColdBack, type Planning, type Preflight, strategyOf } from '../domain/plan.ts';
import { isTerminal } from '../domain/progress.ts';
import { rehearsedTime } from '../domain/rehearsal.ts';
import type { ServiceSettings, StrategyName } from '../domain/service.ts';
import type { Timeouts } from '../domain/time-plan.ts';
import type { LoadBalancerWiring, ServiceTruth } from '../domain/truth.ts';
import { wiringOf } from '../domain/wiring.ts';
import type { Ports, RecentDeployment } from '../ports.ts';
import { ALL_POINTS } from './points-in-use.ts';
import { type ReadRunningPorts, type Running, readRunning } from './read-running.ts';

/** Earlier deployments whose times are looked at. */
const REMEMBERED = 20;

export type PreflightPorts = ReadRunningPorts &
  Pick<Ports, 'registry' | 'alarms' | 'traffic' | 'deployments' | 'rollbackPoints' | 'stack'>;

/** What was read, and what of it the next steps need again. */
export interface ReadPreflight extends Preflight {
  readonly running: Running | undefined;
}

/** The newest deployments that have ended. The one that asks is none of them: its plan has the same times before it has begun. */
async function readPast({ deployments }: PreflightPorts, { key }: ServiceSettings): Promise<readonly Deployment[]> {
  const { items } = await deployments.newest(key, REMEMBERED + 1);
  return items.filter(({ status }) => status === 'ended').slice(0, REMEMBERED);
}

/** Reads all that could stand in the way of a deployment. Touches nothing. */
export async function readPreflight(
  ports: PreflightPorts,
  settings: ServiceSettings,
  { serving }: Pick<Head, 'serving'>,
  planning: Planning,
): Promise<ReadPreflight> {
  const { name } = partsOf(settings.key);
  const [ecs, recent, before] = await Promise.all([
    ports.ecs.service(settings.cluster, name),
    ports.ecs.recent(settings.cluster, name),
    readPast(ports, settings),
  ]);
  const wiring = ecs && wiringOf(ecs);
  const rule = wiring?.productionRule;
  const asked = alarmsOf(planning.options, settings);
  const [alarms, weights, version, running] = await Promise.all([
    ports.alarms.read(ecs === undefined ? asked : withOwnersAlarms(asked, ecs.deploymentConfiguration)),
    rule === undefined ? undefined : readWeights(ports, rule),
    settings.approval?.securityFix && ports.versions.get(planning.repository, planning.to.digest),
    readRunning(
      ports,
      { settings, repository: planning.repository, serving, shifts: rule !== undefined && planning.kind === 'deploy' },
      recent,
    ),
  ]);
  const wanted = [planning.to.digest, ...(running ? [running.digest] : [])];
  const there = await ports.registry.which(planning.repository, wanted);
  return {
    settings,
    ecs,
    alarms,
    ...(weights === 'no rule' ? { weights: undefined, missingRule: rule } : { weights }),
    running,
    servesFrom: isSettled(recent[0]) ? running?.group : undefined,
    underWay: recent.find(({ status }) => !isTerminal(status))?.status,
    imageIsThere: there[planning.to.digest] !== undefined,
    wayBackIsThere: running !== undefined && there[running.digest] !== undefined,
    image: there[planning.to.digest],
    broughtBy: before.find((one) => brought(one, running))?.strategy,
    past: pastSeconds(before),
    rehearsed: ecs && (await readRehearsed(ports, settings, planning, strategyOf(planning, settings, ecs), running)),
    timeouts: timeoutsOf(ports.stack.timeouts(), settings, planning),
    ...(ecs !== undefined && (await readLogsAround(ports, settings, planning, ecs))),
    securityFix: version?.labels.securityFix,
    test: wiring === undefined ? undefined : await testEndpoint(ports, settings, wiring),
  };
}

/** A rule that is gone is nothing that a second try would find. */
async function readWeights(
  { traffic }: Pick<Ports, 'traffic'>,
  rule: string,
): Promise<NonNullable<Preflight['weights']> | 'no rule'> {
  try {
    return await traffic.weights(rule);
  } catch (error) {
    if (await traffic.ruleIsThere(rule)) throw error;
    return 'no rule';
  }
}

/** Did the newest deployment leave what ECS calls its last success in charge? */
function isSettled(newest: RecentDeployment | undefined): boolean {
  return newest?.status === 'SUCCESSFUL' || newest?.status === 'ROLLBACK_SUCCESSFUL';
}

/** The request is stronger than the service, and the service stronger than the stack. */
function timeoutsOf(stack: Timeouts, { timeouts }: ServiceSettings, { options }: Planning): Timeouts {
  return { ...stack, ...timeouts, ...(options?.update !== undefined && { update: options.update }) };
}

/** Did this deployment bring what runs? One that got stuck may have. */
function brought({ kind, verdict, to }: Deployment, running: Running | undefined): boolean {
  return kind === 'deploy' && (verdict === 'SUCCEEDED' || verdict === 'STUCK') && to.digest === running?.digest;
}

/** Asked for only where patterns are looked for: a way back looks for none. */
async function readLogsAround(
  ports: Pick<Ports, 'ecs' | 'stack'>,
  { rollback }: ServiceSettings,
  { kind }: Planning,
  { taskDefinition }: ServiceTruth,
): Promise<Pick<Preflight, 'logs'>> {
  if (kind === 'rollback' || rollback?.patterns === undefined || rollback.patterns.length === 0) return {};
  const containers = (await ports.ecs.taskDefinition(taskDefinition))?.containers ?? [];
  return { logs: { containers, logGroups: ports.stack.logGroups() } };
}

/** Asked for only where tasks of the old version would have to start. */
async function readRehearsed(
  { rollbackPoints }: Pick<Ports, 'rollbackPoints'>,
  { key }: ServiceSettings,
  { kind, to }: Planning,
  strategy: StrategyName,
  running: Running | undefined,
): Promise<Preflight['rehearsed']> {
  const goesTo = kind === 'rollback' ? to : running;
  if (goesTo === undefined || !isColdBack(kind, strategy)) return undefined;
  return rehearsedTime(await rollbackPoints.newest(key, ALL_POINTS), goesTo.digest);
}

/** Asked for only where checks will be sent there; while the rule is the same, what was found when the service was put still holds. */
async function testEndpoint(
  ports: Pick<Ports, 'traffic'>,
  { checks, test }: ServiceSettings,
  wiring: LoadBalancerWiring,
): Promise<Preflight['test']> {
  if (checks.length === 0 || wiring.testRule === undefined) return undefined;
  return test?.rule === wiring.testRule ? test : ports.traffic.testEndpoint(wiring);
}
