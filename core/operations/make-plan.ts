import type { Deployment, Options, VersionRef } from '../domain/deployment.ts';
import { type Direction, refuseDirection } from '../domain/direction.ts';
import type { ServiceKey } from '../domain/names.ts';
import { planDeployment } from '../domain/plan.ts';
import { type PlannedDeployment, stepsOf } from '../domain/planned-deployment.ts';
import { Refused } from '../domain/refused.ts';
import type { StrategyName } from '../domain/service.ts';
import type { Ports } from '../ports.ts';
import { deniedRefusal } from './deploy.ts';
import { type PreflightPorts, readPreflight } from './read-preflight.ts';

/** Milliseconds in which a plan can be run. */
const KEPT_MS = 7 * 24 * 60 * 60_000;

export type MakePlanPorts = PreflightPorts & Pick<Ports, 'services' | 'deployments' | 'plans' | 'clock' | 'dice'>;

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
  const [state, head] = await Promise.all([ports.services.get(service), ports.deployments.head(service)]);
  if (state === undefined)
    throw new Refused('UnknownService', `Belay does not know ${service}. \`belay services put\` adopts it.`);
  const planning = { ...request, kind: 'deploy' as const };
  const preflight = await readPreflight(ports, state.settings, head, planning);
  const { plan, refusals } = planDeployment(planning, preflight);
  const denied = deniedRefusal(state, to);
  const wrongWay = refuseDirection(head.serving?.version, to.version, request.direction);
  const all = [...(denied ? [denied] : []), ...(wrongWay ? [wrongWay] : []), ...refusals];
  const now = ports.clock.now();
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
    refusals: all.map(({ code, message }) => ({ code, message })),
    steps: plan === undefined ? [] : stepsOf(plan),
  };
  await ports.plans.put(planned);
  return planned;
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
    throw new Refused('PlanChanged', `${id} was refused when it was made: ${planned.refusals[0]?.message} Plan anew.`);
  return { ...planned, plan };
}
