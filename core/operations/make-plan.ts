import { blocksOf } from '../domain/blocks-of.ts';
import type { Deployment, VersionRef } from '../domain/deployment.ts';
import { type Direction, refuseDirection } from '../domain/direction.ts';
import { allFindings } from '../domain/findings/all-findings.ts';
import type { Reading } from '../domain/findings/reading.ts';
import type { ServiceKey } from '../domain/names.ts';
import type { Options } from '../domain/options.ts';
import { alarmsOf, planDeployment } from '../domain/plan.ts';
import { type PlannedDeployment, stepsOf } from '../domain/planned-deployment.ts';
import { Refused } from '../domain/refused.ts';
import { seenOf } from '../domain/seen.ts';
import type { ServiceSettings, StrategyName } from '../domain/service.ts';
import { settingsFor } from '../domain/settings-for.ts';
import { diffTaskDefinitions, withImages } from '../domain/task-definition-diff.ts';
import { refusalsOf, told, toldOfBlocks, unsaid } from '../domain/told-refusals.ts';
import type { Ports } from '../ports.ts';
import { deniedRefusal } from './deploy.ts';
import { readForVerify, type VerifyPorts } from './read-for-verify.ts';
import { type PreflightPorts, type ReadPreflight, readPreflight } from './read-preflight.ts';
import { readRules } from './read-rules.ts';

/** Milliseconds in which a plan can be run. */
const KEPT_MS = 7 * 24 * 60 * 60_000;

export type MakePlanPorts = PreflightPorts &
  VerifyPorts &
  Pick<Ports, 'services' | 'rules' | 'deployments' | 'plans' | 'clock' | 'dice'>;

export interface PlanRequest {
  readonly service: ServiceKey;
  readonly to: VersionRef;
  readonly repository: string;
  readonly strategy: 'auto' | StrategyName;
  readonly options: Options;
  readonly first: boolean;
  readonly forced?: Deployment['forced'];
  readonly direction?: Direction | undefined;
  readonly by: string;
}

/** Says what a deployment would do, and everything that stands in its way, in one run. Changes nothing but that the plan is kept. */
export async function makePlan(ports: MakePlanPorts, request: PlanRequest): Promise<PlannedDeployment> {
  const { service, to, repository, strategy, options, first, forced, by } = request;
  const [known, head] = await Promise.all([ports.services.get(service), ports.deployments.head(service)]);
  if (known === undefined)
    throw new Refused('UnknownService', `Belay does not know ${service}. \`belay services put\` adopts it.`);
  const state = { ...known, settings: settingsFor(known.settings, options) };
  const planning = { ...request, kind: 'deploy' as const };
  const [preflight, reading, rules] = await Promise.all([
    readPreflight(ports, state.settings, head, planning),
    readForVerify(ports, { ...state, settings: asAsked(state.settings, request) }, to.digest),
    readRules(ports),
  ]);
  const { plan, refusals } = planDeployment(planning, preflight);
  const denied = deniedRefusal(state, to);
  const wrongWay = refuseDirection(head.serving?.version, to.version, request.direction);
  const now = ports.clock.now();
  const findings = allFindings(reading);
  const said = [...(denied ? [denied] : []), ...(wrongWay ? [wrongWay] : []), ...refusals];
  const all = [
    ...told(said),
    ...toldOfBlocks(request, blocksOf(state, rules, now)),
    ...told(unsaid(refusalsOf(findings), said)),
  ];
  const createdAt = new Date(now).toISOString();
  const time = createdAt.replace(/\.\d+/, '').replaceAll(/[-:]/g, '');
  const planned: PlannedDeployment = {
    id: `plan-${time}-${ports.dice.letters(4)}`,
    service,
    to,
    from: preflight.running ?? null,
    repository,
    strategy,
    options,
    first,
    forced: forced ?? null,
    by,
    createdAt,
    expiresAt: new Date(now + KEPT_MS).toISOString(),
    plan: all.length === 0 && plan !== undefined ? plan : null,
    refusals: all,
    findings,
    changes: changesOf(reading, request, preflight),
    steps: plan === undefined ? [] : stepsOf(plan),
  };
  await ports.plans.put(planned);
  return planned;
}

/** The settings, with what the request says in their place. */
function asAsked(settings: ServiceSettings, { strategy, options }: PlanRequest): ServiceSettings {
  return {
    ...settings,
    strategy: strategy === 'auto' ? settings.strategy : strategy,
    alarms: alarmsOf(options, settings),
    checks: options.checks === false ? [] : settings.checks,
  };
}

/** What of the task definition changes, in lines for people. */
function changesOf(
  reading: Reading,
  { repository, to }: PlanRequest,
  { image, running, settings }: ReadPreflight,
): readonly string[] {
  const before = seenOf(reading.taskDefinition);
  if (before === undefined || image === undefined) return [];
  const containers = Object.keys(settings.containers).filter((name) => settings.containers[name] === repository);
  const after = withImages(before, Object.fromEntries(containers.map((name) => [name, image])));
  const versions = { [to.digest]: to.version, ...(running && { [running.digest]: running.version }) };
  const ran = running === undefined ? {} : Object.fromEntries(containers.map((name) => [name, running.digest]));
  return diffTaskDefinitions(before, after, { versions, running: ran }).lines;
}

/** The plan that somebody kept. Refuses one that is gone, too old, or was refused itself. */
export async function planToRun(
  ports: Pick<Ports, 'plans' | 'clock'>,
  id: string,
): Promise<PlannedDeployment & { readonly plan: NonNullable<PlannedDeployment['plan']> }> {
  const planned = await ports.plans.get(id);
  if (planned === undefined || Date.parse(planned.expiresAt) < ports.clock.now())
    throw new Refused('UnknownPlan', `There is no plan ${id}, or it is older than a week. Plan anew: \`belay plan\`.`);
  const { plan } = planned;
  if (plan === null)
    throw new Refused(
      'PlanChanged',
      `${id} was refused when it was made: ${planned.refusals[0]?.message} Plan anew: \`belay plan\`.`,
    );
  return { ...planned, plan };
}
