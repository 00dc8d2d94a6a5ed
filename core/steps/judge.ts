import { type Judgement, judgeBake, judgeBeforeTraffic, type Readings } from '../domain/judge.ts';
import { partsOf } from '../domain/names.ts';
import { stageOf, whyNot } from '../domain/progress.ts';
import { Refused } from '../domain/refused.ts';
import type { RevisionTraffic } from '../domain/truth.ts';
import { findServiceDeployment } from '../operations/find-service-deployment.ts';
import { runChecks } from '../operations/run-checks.ts';
import type { Ports } from '../ports.ts';
import { numberField, parseStepInput, readStanding, type Standing, type StepInput, textField } from './step-input.ts';

type JudgePorts = Pick<Ports, 'deployments' | 'services' | 'ecs' | 'alarms' | 'traffic' | 'probe' | 'clock'>;

/** Judges at a gate. Reads everything anew: the wake-up carried no facts. */
export async function judge(ports: JudgePorts, raw: unknown): Promise<Judgement> {
  const input = parseStepInput(raw);
  const gate = textField(input, 'gate');
  const standing = await readStanding(ports, input);
  const judgement = await judgeAt(ports, input, standing, gate);
  await ports.deployments.log({
    deployment: input.deployment,
    service: input.service,
    event: 'version:update:progress',
    at: new Date(ports.clock.now()).toISOString(),
    text: `${gate === 'before-traffic' ? 'Before traffic' : 'After the bake'}: ${judgement.next === 'go' ? 'go' : judgement.next === 'again' ? 'bake again' : 'back'}, ${judgement.because}`,
    data: { gate, next: judgement.next, because: judgement.because },
  });
  return judgement;
}

async function judgeAt(ports: JudgePorts, input: StepInput, standing: Standing, gate: string): Promise<Judgement> {
  const { live, head, deployment } = standing;
  if (live.stopRequested !== undefined) return { next: 'back', because: live.stopRequested.because };
  const truth = await findServiceDeployment(ports, head);
  if (truth === undefined) return { next: 'back', because: 'ECS does not know our deployment any more' };
  if (stageOf(truth) !== (gate === 'before-traffic' ? 'before-traffic' : 'after-shift'))
    return { next: 'back', because: whyNot(truth, []) };

  const [revision] = await ports.ecs.revisions(truth.target === undefined ? [] : [truth.target]);
  const traffic = revision?.traffic[0];
  if (gate === 'before-traffic') return judgeBeforeTraffic(await read(ports, standing, traffic, undefined, true));
  const readings = await read(ports, standing, traffic, textField(input, 'since'), false);
  const extensionsLeft = (deployment.plan?.extensions ?? 0) + 1 - numberField(input, 'bakes');
  const { alarms, minimumRequests } = standing.state.settings;
  return judgeBake(readings, { alarms, minimumRequests, extensionsLeft });
}

async function read(
  ports: JudgePorts,
  { state }: Standing,
  traffic: RevisionTraffic | undefined,
  since: string | undefined,
  check: boolean,
): Promise<Readings> {
  const { settings } = state;
  const [alarms, targets, requests, failedChecks] = await Promise.all([
    ports.alarms.read(settings.alarms),
    traffic && ports.traffic.health(traffic.targetGroup),
    since === undefined ? 0 : requestsSince(ports, traffic, since),
    check && settings.checks.length > 0 ? checkThroughTestRule(ports, state) : [],
  ]);
  return { alarms, targets, requests, failedChecks };
}

async function requestsSince(ports: JudgePorts, traffic: RevisionTraffic | undefined, since: string): Promise<number> {
  if (traffic?.productionRule === undefined) return 0;
  return ports.alarms.requests({ targetGroup: traffic.targetGroup, productionRule: traffic.productionRule }, since);
}

async function checkThroughTestRule(ports: JudgePorts, { settings }: Standing['state']): Promise<readonly string[]> {
  const ecs = await ports.ecs.service(settings.cluster, partsOf(settings.key).name);
  const wiring = ecs?.loadBalancers.find(({ productionRule }) => productionRule !== undefined);
  const endpoint = wiring && (await ports.traffic.testEndpoint(wiring));
  if (endpoint === undefined)
    throw new Refused(
      'ChecksUnreachable',
      `${settings.key} has HTTP checks and no test rule that Belay can reach. Wire a test rule on a public load balancer, or take the checks out.`,
    );
  return runChecks(ports, settings.checks, endpoint);
}
