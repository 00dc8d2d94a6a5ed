import type { Plan } from '../domain/deployment.ts';
import { partsOf } from '../domain/names.ts';
import { planDeployment } from '../domain/plan.ts';
import type { ServiceDeploymentStatus } from '../domain/truth.ts';
import type { Ports } from '../ports.ts';
import { parseStepInput, readStanding } from './step-input.ts';

/** What the machine needs of a plan. */
export interface PlanOutput extends Pick<Plan, 'strategy' | 'deadlines'> {
  /** The machine that moves traffic. */
  readonly machine: Plan['strategy'] | 'roll-back';
}

const UNDER_WAY: readonly ServiceDeploymentStatus[] = [
  'PENDING',
  'IN_PROGRESS',
  'STOP_REQUESTED',
  'ROLLBACK_REQUESTED',
  'ROLLBACK_IN_PROGRESS',
];

/** Reads all that could stand in the way, and decides how the deployment goes. Touches nothing outside Belay. */
export async function plan(
  ports: Pick<Ports, 'deployments' | 'services' | 'ecs' | 'registry' | 'alarms' | 'traffic'>,
  raw: unknown,
): Promise<PlanOutput> {
  const input = parseStepInput(raw);
  const { deployment, state } = await readStanding(ports, input);
  const { settings } = state;
  const { name } = partsOf(input.service);
  const [ecs, underWay, image, alarms] = await Promise.all([
    ports.ecs.service(settings.cluster, name),
    ports.ecs.recent(settings.cluster, name, UNDER_WAY),
    ports.registry.describe(deployment.repository, { digest: deployment.to.digest }),
    ports.alarms.read(settings.alarms),
  ]);
  const rule = ecs?.loadBalancers.find(({ productionRule }) => productionRule !== undefined)?.productionRule;
  const weights = rule === undefined ? undefined : await ports.traffic.weights(rule);
  const planned = planDeployment(deployment, {
    settings,
    ecs,
    alarms,
    underWay: underWay[0]?.status,
    imageIsThere: image !== undefined,
    weights,
  });
  await ports.deployments.amend(deployment.id, { plan: planned });
  return {
    strategy: planned.strategy,
    deadlines: planned.deadlines,
    machine: deployment.kind === 'rollback' ? 'roll-back' : planned.strategy,
  };
}
