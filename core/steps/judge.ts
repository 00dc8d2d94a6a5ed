import { httpChecksAt } from '../domain/check.ts';
import type { CheckRound } from '../domain/check-run.ts';
import type { Woke } from '../domain/deployment.ts';
import { type Judgement, judgeBake, judgeBeforeTraffic, type Readings } from '../domain/judge.ts';
import { Refused } from '../domain/refused.ts';
import type { ServiceSettings } from '../domain/service.ts';
import { checkInProduction } from '../operations/check-in-production.ts';
import { mustRunTasks, readCheckTasks } from '../operations/read-check-tasks.ts';
import { runHttpChecks } from '../operations/run-http-checks.ts';
import type { Ports } from '../ports.ts';
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
  'deployments' | 'services' | 'ecs' | 'alarms' | 'traffic' | 'probe' | 'checkRuns' | 'clock'
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
  const judgement = orAsk(await judgeAt(ports, input, standing, gate, woke), standing, woke);
  await ports.deployments.log({
    deployment: input.deployment,
    service: input.service,
    event: 'version:update:progress',
    at: new Date(ports.clock.now()).toISOString(),
    text: `${TITLES[gate] ?? gate}: ${SAID[judgement.next]}, ${judgement.because}`,
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
};

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
  if (woke.hookId === undefined) return { next: 'back', because: woke.because };
  if (live.paused !== undefined) return { next: 'wait', because: `paused by ${live.paused.by}` };
  const { plan } = deployment;
  if (plan === undefined) throw new Refused('BadRequest', `${deployment.id} has no plan. Start it anew.`);
  const at = roundAt(gate, input);
  const settings = gate === 'before-traffic' && !plan.checks ? { ...state.settings, checks: [] } : state.settings;
  if (at !== undefined && (await mustRunTasks(ports, deployment.id, settings, at)))
    return { next: 'check', because: 'they run as tasks of the new version' };
  if (gate === 'before-traffic')
    return judgeBeforeTraffic(await readBeforeTraffic(ports, standing, settings, { gate, bakes: 0 }));
  return judgeBake(await readAfterBake(ports, standing, woke.since, at), {
    alarms: plan.alarms,
    minimumRequests: state.settings.minimumRequests,
    extensionsLeft: plan.extensions + 1 - numberField(input, 'bakes'),
    notEnoughData: plan.notEnoughData,
    person: woke.person,
  });
}

/** Where a service does not go back by itself, a person decides what a gate did not like; what has turned already is past that. */
function orAsk(judgement: Judgement, { deployment, live }: Standing, woke: Woke): Judgement {
  const decided = live.stopRequested !== undefined || woke.hookId === undefined || deployment.plan?.automatic !== false;
  if (judgement.next !== 'back' || decided) return judgement;
  if (woke.person !== undefined) return { next: 'go', because: `${judgement.because}; ${woke.person} let it go on` };
  return { next: 'wait', because: `${judgement.because}, and rollback.automatic is off` };
}

/** Which commands belong to a gate. `undefined`: none do. */
function roundAt(gate: string, input: StepInput): CheckRound | undefined {
  if (gate === 'before-traffic') return { gate, bakes: 0 };
  return gate === 'after-bake' ? { gate, bakes: numberField(input, 'bakes') } : undefined;
}

/** ECS comes to this gate only with healthy targets: the load balancer is not asked again. Checks through the test rule say more. */
async function readBeforeTraffic(
  ports: JudgePorts,
  { deployment }: Standing,
  settings: ServiceSettings,
  at: CheckRound,
): Promise<Readings> {
  const { plan } = deployment;
  const checks = httpChecksAt(settings.checks, at.gate);
  // Where there is no test rule nothing is sent, which the plan has said.
  const test = checks.length > 0 ? plan?.test : undefined;
  const [alarms, overHttp, asTasks] = await Promise.all([
    ports.alarms.read(plan?.alarms ?? []),
    test === undefined ? [] : runHttpChecks(ports, checks, test),
    readCheckTasks(ports, deployment.id, settings, at),
  ]);
  return { alarms, failedChecks: [...overHttp, ...asTasks], targets: undefined, requests: undefined };
}

/** Requests that were answered show that it lives; where none are asked for, its targets must. */
async function readAfterBake(
  ports: JudgePorts,
  { live, deployment, state }: Standing,
  since: string | undefined,
  at: CheckRound | undefined,
): Promise<Readings> {
  const { plan } = deployment;
  const traffic = live.traffic ?? plan?.traffic;
  const { settings } = state;
  const { minimumRequests } = settings;
  const [alarms, requests, targets, overHttp, asTasks] = await Promise.all([
    ports.alarms.read(plan?.alarms ?? []),
    minimumRequests === 0 || since === undefined || traffic?.productionRule === undefined
      ? undefined
      : ports.alarms.requests({ targetGroup: traffic.targetGroup, productionRule: traffic.productionRule }, since),
    minimumRequests > 0 || traffic === undefined ? undefined : ports.traffic.health(traffic.targetGroup),
    at === undefined ? [] : checkInProduction(ports, settings),
    at === undefined ? [] : readCheckTasks(ports, deployment.id, settings, at),
  ]);
  return { alarms, failedChecks: [...overHttp, ...asTasks], targets, requests };
}
