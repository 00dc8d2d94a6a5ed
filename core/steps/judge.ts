import type { Woke } from '../domain/deployment.ts';
import { type Judgement, judgeBake, judgeBeforeTraffic, type Readings } from '../domain/judge.ts';
import { Refused } from '../domain/refused.ts';
import { runChecks } from '../operations/run-checks.ts';
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

type JudgePorts = Pick<Ports, 'deployments' | 'services' | 'ecs' | 'alarms' | 'traffic' | 'probe' | 'clock'>;

/** What the machine goes on by: the judgement, and the gate that it is about. */
export type Judged = Judgement & { readonly hookId: string };

const SAID = {
  go: 'go',
  back: 'back',
  again: 'bake again',
  wait: 'a person decides',
  superseded: 'superseded',
} as const;

/** Judges at a gate. What whoever woke us read about the gate came along; everything else is read anew. */
export async function judge(ports: JudgePorts, raw: unknown): Promise<Judged> {
  const input = parseStepInput(raw);
  const gate = textField(input, 'gate');
  const woke = wokeField(input);
  const standing = await readStanding(ports, input);
  const judgement = await judgeAt(ports, input, standing, gate, woke);
  await ports.deployments.log({
    deployment: input.deployment,
    service: input.service,
    event: 'version:update:progress',
    at: new Date(ports.clock.now()).toISOString(),
    text: `${titleOf(gate)}: ${SAID[judgement.next]}, ${judgement.because}`,
    data: { gate, next: judgement.next, because: judgement.because },
  });
  return { ...judgement, hookId: woke.hookId ?? '' };
}

function titleOf(gate: string): string {
  if (gate === 'before-traffic') return 'Before traffic';
  return gate === 'share' ? 'With a share of the traffic' : 'After the bake';
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
  if (woke.hookId === undefined) return { next: 'back', because: woke.because };
  if (live.paused !== undefined) return { next: 'wait', because: `paused by ${live.paused.by}` };
  const { plan } = deployment;
  if (plan === undefined) throw new Refused('BadRequest', `${deployment.id} has no plan. Start it anew.`);
  if (gate === 'before-traffic') return judgeBeforeTraffic(await readBeforeTraffic(ports, standing));
  return judgeBake(await readAfterBake(ports, standing, woke.since), {
    alarms: plan.alarms,
    minimumRequests: state.settings.minimumRequests,
    extensionsLeft: plan.extensions + 1 - numberField(input, 'bakes'),
    notEnoughData: plan.notEnoughData,
    person: woke.person,
  });
}

/** Checks through the test rule show that it lives; without them its targets must. */
async function readBeforeTraffic(ports: JudgePorts, { live, deployment, state }: Standing): Promise<Readings> {
  const { plan } = deployment;
  const group = (live.traffic ?? plan?.traffic)?.targetGroup;
  const { checks } = state.settings;
  const test = plan?.checks ? plan.test : undefined;
  if (plan?.checks && checks.length > 0 && test === undefined)
    throw new Refused(
      'ChecksUnreachable',
      `${deployment.service} has HTTP checks and no test rule that Belay can reach. Wire a test rule on a public load balancer, or take the checks out.`,
    );
  const [alarms, failedChecks, targets] = await Promise.all([
    ports.alarms.read(plan?.alarms ?? []),
    test === undefined ? [] : runChecks(ports, checks, test),
    test !== undefined || group === undefined ? undefined : ports.traffic.health(group),
  ]);
  return { alarms, failedChecks, targets, requests: undefined };
}

/** Requests that were answered show that it lives; where none are asked for, its targets must. */
async function readAfterBake(
  ports: JudgePorts,
  { live, deployment, state }: Standing,
  since: string | undefined,
): Promise<Readings> {
  const { plan } = deployment;
  const traffic = live.traffic ?? plan?.traffic;
  const { minimumRequests } = state.settings;
  const [alarms, requests, targets] = await Promise.all([
    ports.alarms.read(plan?.alarms ?? []),
    minimumRequests === 0 || since === undefined || traffic?.productionRule === undefined
      ? undefined
      : ports.alarms.requests({ targetGroup: traffic.targetGroup, productionRule: traffic.productionRule }, since),
    minimumRequests > 0 || traffic === undefined ? undefined : ports.traffic.health(traffic.targetGroup),
  ]);
  return { alarms, failedChecks: [], targets, requests };
}
