import type { CheckRound } from '../domain/check-run.ts';
import type { Plan } from '../domain/deployment.ts';
import { type Judgement, judgeBake, judgeBeforeTraffic, type Readings } from '../domain/judge.ts';
import { checkInProduction } from '../operations/check-in-production.ts';
import { mustRunTasks, readCheckTasks } from '../operations/read-check-tasks.ts';
import { readPatterns } from '../operations/read-patterns.ts';
import type { Ports } from '../ports.ts';
import type { Standing } from './step-input.ts';

type JudgeAtEndPorts = Pick<
  Ports,
  'deployments' | 'ecs' | 'alarms' | 'traffic' | 'probe' | 'checkRuns' | 'logs' | 'clock'
>;

/** How often Belay has held the bake itself, since when it did so last (RFC 3339), and who said that what there is must do. */
interface Watched {
  readonly bakes: number;
  readonly since: string | undefined;
  readonly person: string | undefined;
}

/** Where tasks are replaced in place: ECS has ended well, all that serves is new, and the way back is a deployment. */
export async function judgeAtEnd(
  ports: JudgeAtEndPorts,
  standing: Standing,
  plan: Plan,
  watched: Watched,
): Promise<Judgement> {
  const { deployment, state } = standing;
  const ownBake = plan.end?.watchedBy === 'belay';
  if (ownBake && watched.bakes === 0 && watched.person === undefined) {
    const early = judgeBeforeTraffic(await readEarly(ports, standing, plan));
    return early.next === 'back'
      ? early
      : { next: 'again', because: 'ECS has watched nothing after the last task was new' };
  }
  const at: CheckRound = { gate: 'after-bake', bakes: watched.bakes };
  if (await mustRunTasks(ports, deployment.id, state.settings, at))
    return { next: 'check', because: 'they run as tasks of the new version' };
  const allowed = plan.bake === 0 ? 0 : plan.extensions + (ownBake ? 1 : 0);
  return judgeBake(await readAtEnd(ports, standing, plan, { at, since: watched.since }), {
    alarms: plan.alarms,
    minimumRequests: state.settings.minimumRequests,
    extensionsLeft: allowed - watched.bakes,
    notEnoughData: plan.notEnoughData,
    person: watched.person,
  });
}

/** What need not be waited for: whoever is known to be bad is not watched. */
async function readEarly(ports: JudgeAtEndPorts, standing: Standing, plan: Plan): Promise<Readings> {
  const [alarms, patterns] = await Promise.all([ports.alarms.read(plan.alarms), readPatternsOf(ports, standing)]);
  return { alarms, failedChecks: [], targets: undefined, requests: undefined, patterns };
}

/** Targets are not read: with unhealthy ones ECS does not end well. */
async function readAtEnd(
  ports: JudgeAtEndPorts,
  standing: Standing,
  plan: Plan,
  { at, since }: { readonly at: CheckRound; readonly since: string | undefined },
): Promise<Readings> {
  const { deployment, state } = standing;
  const { settings } = state;
  const [overHttp, asTasks, patterns, requests] = await Promise.all([
    checkInProduction(ports, settings),
    readCheckTasks(ports, deployment.id, settings, at),
    readPatternsOf(ports, standing),
    settings.minimumRequests === 0 ? undefined : countRequests(ports, plan, since),
  ]);
  // Checks take their time, and the event of an alarm finds nothing in ECS any more that it could stop.
  const alarms = await ports.alarms.read(plan.alarms);
  return { alarms, failedChecks: [...overHttp, ...asTasks], targets: undefined, requests, patterns };
}

/** Since the bake began, whoever held it. `undefined`: nothing counts them. */
async function countRequests(
  { alarms, traffic, clock }: JudgeAtEndPorts,
  { traffic: behind, bake }: Plan,
  since: string | undefined,
): Promise<number | undefined> {
  if (behind === undefined) return undefined;
  const { targetGroup, productionRule } = behind;
  const through = productionRule ?? (await traffic.balancers([targetGroup]))[0]?.balancer;
  if (through === undefined) return undefined;
  return alarms.requests({ targetGroup, through }, since ?? new Date(clock.now() - bake * 1000).toISOString());
}

function readPatternsOf(ports: JudgeAtEndPorts, { deployment, live, state }: Standing): Promise<Readings['patterns']> {
  return readPatterns(ports, deployment, { cluster: state.settings.cluster, taskDefinition: live.taskDefinition });
}
