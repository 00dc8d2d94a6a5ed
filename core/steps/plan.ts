import { type Agreed, agreedOf, changedSince, type Expected } from '../domain/agreed.ts';
import type { Deployment, Plan } from '../domain/deployment.ts';
import { planDeployment, planOrRefuse } from '../domain/plan.ts';
import { Refused } from '../domain/refused.ts';
import type { ServiceSettings } from '../domain/service.ts';
import { type PreflightPorts, readPreflight } from '../operations/read-preflight.ts';
import type { Ports } from '../ports.ts';
import { parseStepInput, readStanding } from './step-input.ts';

/** Milliseconds that an alarm of a request leads to its service: a machine ends within 30 days, and the watch window within as many. */
const NAMED_MS = 60 * 24 * 60 * 60_000;

/** What the machine needs of a plan. */
export interface PlanOutput extends Pick<Plan, 'strategy' | 'deadlines' | 'onTimeout'> {
  /** The machine that moves traffic. */
  readonly machine: Plan['strategy'] | 'roll-back';
  /** Approvals that are still missing. */
  readonly approvals: number;
  /** Where tasks are replaced in place: is there anything to judge when ECS has ended? */
  readonly judgesEnd: boolean;
}

/** Reads all that could stand in the way, and decides how the deployment goes. Touches nothing outside Belay. */
export async function plan(
  ports: PreflightPorts & Pick<Ports, 'deployments' | 'services' | 'clock'>,
  raw: unknown,
): Promise<PlanOutput> {
  const { deployment, state, head, live } = await readStanding(ports, parseStepInput(raw));
  if (live.stopRequested !== undefined) throw new Refused('Cancelled', live.stopRequested.because);
  // Before the alarms are read: one that fires from here on is heard, and one that fired before is refused.
  await nameAlarms(ports, deployment, state.settings);
  const preflight = await readPreflight(ports, state.settings, head, deployment);
  const planned = planOrRefuse(planDeployment(deployment, preflight));
  refuseChanges(deployment, planned);
  const { running: from, ecs } = preflight;
  const found = ecs?.deploymentConfiguration;
  await ports.deployments.amend(deployment.id, {
    plan: planned,
    ...(found !== undefined && { found }),
    // What the head said at the start stands in the record already.
    ...(from !== undefined && from.serviceDeployment !== deployment.from?.serviceDeployment && { from }),
  });
  if (planned.approvals === 0 && planned.approvalsBecause !== undefined)
    await tellWaived(ports, deployment, planned.approvalsBecause);
  const given = deployment.approvals?.filter(({ approved }) => approved).length ?? 0;
  return {
    strategy: planned.strategy,
    deadlines: planned.deadlines,
    onTimeout: planned.onTimeout,
    machine: deployment.kind === 'rollback' ? 'roll-back' : planned.strategy,
    approvals: Math.max(0, planned.approvals - given),
    judgesEnd: planned.end?.judged ?? false,
  };
}

/** Alarms that the settings do not name lead to no service otherwise. */
async function nameAlarms(
  { services, clock }: Pick<Ports, 'services' | 'clock'>,
  { service, options }: Deployment,
  settings: ServiceSettings,
): Promise<void> {
  const own = options?.alarms?.filter((alarm) => !settings.alarms.includes(alarm)) ?? [];
  if (own.length === 0) return;
  await services.nameAlarms(service, own, new Date(clock.now() + NAMED_MS).toISOString());
}

/** Where nobody is asked, everybody is told: a rule took the place of a person's word. */
async function tellWaived(
  { deployments, clock }: Pick<Ports, 'deployments' | 'clock'>,
  { id, service, to }: Deployment,
  because: string,
): Promise<void> {
  await deployments.log({
    deployment: id,
    service,
    event: 'version:update:approval',
    at: new Date(clock.now()).toISOString(),
    text: `${to.version} goes out without approval: ${because}`,
    data: { needed: 0, digest: to.digest, because },
  });
}

/** What was planned or approved before is what runs, or nothing does. */
function refuseChanges({ expected, plan: before }: Deployment, now: Plan): void {
  const then = expected === undefined ? before && agreedOf(before) : wordsOf(expected);
  const changed = then === undefined ? [] : changedSince(then, agreedOf(now));
  if (changed.length === 0) return;
  throw new Refused(
    'PlanChanged',
    `Since it was planned the service changed: ${changed.join('; ')}. Plan it anew: \`belay plan\`.`,
  );
}

function wordsOf({ strategy, source, agreed }: Expected): Agreed {
  return agreed ?? { strategy, 'task definition': source };
}
