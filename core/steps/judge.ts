import { type CheckGate, httpChecksAt } from '../domain/check.ts';
import type { CheckRound } from '../domain/check-run.ts';
import type { Plan, Woke } from '../domain/deployment.ts';
import { type Judgement, judgeBake, judgeBeforeTraffic, type Readings } from '../domain/judge.ts';
import type { PatternReadings } from '../domain/pattern-count.ts';
import { Refused } from '../domain/refused.ts';
import type { ServiceSettings } from '../domain/service.ts';
import { checkInProduction } from '../operations/check-in-production.ts';
import { mustRunTasks, readCheckTasks } from '../operations/read-check-tasks.ts';
import { readPatterns } from '../operations/read-patterns.ts';
import { runHttpChecks } from '../operations/run-http-checks.ts';
import type { Ports } from '../ports.ts';
import { checkRoundOf } from './check-round.ts';
import { judgeAtEnd } from './judge-at-end.ts';
import {
  numberField,
  parseStepInput,
  readStanding,
  type Standing,
  type StepInput,
  textField,
  wokeField,
} from './step-input.ts';

type JudgePorts = Pick<
  Ports,
  'deployments' | 'services' | 'ecs' | 'alarms' | 'traffic' | 'probe' | 'checkRuns' | 'logs' | 'clock'
>;

/** What the machine goes on by: the judgement, and the gate that it is about. */
export type Judged = Judgement & { readonly hookId: string };

const SAID = {
  go: 'go',
  back: 'back',
  again: 'bake again',
  check: 'commands first',
  wait: 'a person decides',
  superseded: 'superseded',
} as const;

/** Judges at a gate. What whoever woke us read about the gate came along; everything else is read anew. */
export async function judge(ports: JudgePorts, raw: unknown): Promise<Judged> {
  const input = parseStepInput(raw);
  const gate = textField(input, 'gate');
  const woke = wokeField(input);
  const standing = await readStanding(ports, input);
  const judgement = orAsk(await judgeAt(ports, input, standing, gate, woke), standing, gate, woke);
  await ports.deployments.log({
    deployment: input.deployment,
    service: input.service,
    event: 'version:update:progress',
    at: new Date(ports.clock.now()).toISOString(),
    text: `${titleOf(gate, woke)}: ${SAID[judgement.next]}, ${judgement.because}`,
    data: { gate, next: judgement.next, because: judgement.because },
  });
  return { ...judgement, hookId: woke.hookId ?? '' };
}

const TITLES: Readonly<Record<string, string>> = {
  'before-traffic': 'Before traffic',
  share: 'With a share of the traffic',
  // Of a linear deployment that was stopped between two gates.
  step: 'Under watch',
  'after-bake': 'After the bake',
  // Where tasks are replaced in place: ECS holds no gate, and the way back is a deployment.
  end: 'At the end',
};

function titleOf(gate: string, woke: Woke): string {
  return woke.share === undefined ? (TITLES[gate] ?? gate) : `With ${woke.share} % of the traffic`;
}

async function judgeAt(
  ports: JudgePorts,
  input: StepInput,
  standing: Standing,
  gate: string,
  woke: Woke,
): Promise<Judgement> {
  const { live, deployment, state } = standing;
  if (live.stopRequested !== undefined) return { next: 'back', because: live.stopRequested.because };
  if (woke.stage === 'superseded') return { next: 'superseded', because: woke.because };
  if (hasTurned(gate, woke)) return { next: 'back', because: woke.because };
  if (live.paused !== undefined) return { next: 'wait', because: `paused by ${live.paused.by}` };
  const { plan } = deployment;
  if (plan === undefined) throw new Refused('BadRequest', `${deployment.id} has no plan. Start it anew.`);
  if (gate === 'end')
    return judgeAtEnd(ports, standing, plan, {
      bakes: numberField(input, 'bakes'),
      since: woke.since,
      person: woke.person,
    });
  const at = checkRoundOf(input);
  const settings = gate === 'before-traffic' && !plan.checks ? { ...state.settings, checks: [] } : state.settings;
  if (at !== undefined && (await mustRunTasks(ports, deployment.id, settings, at)))
    return { next: 'check', because: 'they run as tasks of the new version' };
  if (gate === 'before-traffic')
    return judgeBeforeTraffic(await readBeforeTraffic(ports, standing, settings, { gate, bakes: 0 }));
  return judgeBake(await readAfterBake(ports, standing, woke.since, at), {
    alarms: plan.alarms,
    minimumRequests: minimumOf(standing),
    extensionsLeft: plan.extensions + 1 - numberField(input, 'bakes'),
    notEnoughData: plan.notEnoughData,
    person: woke.person,
  });
}

/** Where a service does not go back by itself, a person decides what a gate did not like; what has turned already is past that. */
function orAsk(judgement: Judgement, { deployment, live }: Standing, gate: string, woke: Woke): Judgement {
  const decided = live.stopRequested !== undefined || hasTurned(gate, woke) || deployment.plan?.automatic !== false;
  if (judgement.next !== 'back' || decided) return judgement;
  if (woke.person !== undefined) return { next: 'go', because: `${judgement.because}; ${woke.person} let it go on` };
  return { next: 'wait', because: `${judgement.because}, and rollback.automatic is off` };
}

/** Is there no gate any more that could be passed? At the end there is none to hold. */
function hasTurned(gate: string, { hookId }: Woke): boolean {
  return gate !== 'end' && hookId === undefined;
}

/** ECS comes to this gate only with healthy targets: the load balancer is not asked again. Checks through the test rule say more. */
async function readBeforeTraffic(
  ports: JudgePorts,
  standing: Standing,
  settings: ServiceSettings,
  at: CheckRound,
): Promise<Readings> {
  const { deployment } = standing;
  const { plan } = deployment;
  const [alarms, overHttp, asTasks, patterns] = await Promise.all([
    ports.alarms.read(plan?.alarms ?? []),
    checkInTest(ports, plan, settings, at.gate),
    readCheckTasks(ports, deployment.id, settings, at),
    readPatternsOf(ports, standing),
  ]);
  return { alarms, failedChecks: [...overHttp, ...asTasks], targets: undefined, requests: undefined, patterns };
}

/** Requests that were answered show that it lives; where none are asked for, its targets must. */
async function readAfterBake(
  ports: JudgePorts,
  standing: Standing,
  since: string | undefined,
  at: CheckRound | undefined,
): Promise<Readings> {
  const { live, deployment, state } = standing;
  const { plan } = deployment;
  const traffic = live.traffic ?? plan?.traffic;
  const { settings } = state;
  const minimumRequests = minimumOf(standing);
  const [alarms, requests, targets, inTest, inProduction, asTasks, patterns] = await Promise.all([
    ports.alarms.read(plan?.alarms ?? []),
    minimumRequests === 0 || since === undefined || traffic?.productionRule === undefined
      ? undefined
      : ports.alarms.requests({ targetGroup: traffic.targetGroup, through: traffic.productionRule }, since),
    minimumRequests > 0 || traffic === undefined ? undefined : ports.traffic.health(traffic.targetGroup),
    at?.gate === 'share' ? checkInTest(ports, plan, settings, at.gate) : [],
    at?.gate === 'after-bake' ? checkInProduction(ports, settings) : [],
    at === undefined ? [] : readCheckTasks(ports, deployment.id, settings, at),
    readPatternsOf(ports, standing),
  ]);
  return { alarms, failedChecks: [...inTest, ...inProduction, ...asTasks], targets, requests, patterns };
}

/** As it was planned: settings that change while it is under way are the next one's. */
function minimumOf({ deployment: { plan }, state: { settings } }: Standing): number {
  return plan?.minimumRequests ?? settings.minimumRequests;
}

/** While both versions serve only the test rule leads to the new one alone. Without it nothing is sent, which the plan has said. */
async function checkInTest(
  ports: JudgePorts,
  plan: Plan | undefined,
  { checks: all }: ServiceSettings,
  gate: CheckGate,
): Promise<readonly string[]> {
  const checks = httpChecksAt(all, gate);
  return checks.length === 0 || plan?.test === undefined ? [] : runHttpChecks(ports, checks, plan.test);
}

function readPatternsOf(ports: JudgePorts, { deployment, live, state }: Standing): Promise<PatternReadings> {
  const { taskDefinition } = live;
  return readPatterns(ports, deployment, { cluster: state.settings.cluster, taskDefinition });
}
