import { isDone } from '../domain/check-run.ts';
import type { Head, Wait, Woke } from '../domain/deployment.ts';
import type { ServiceKey } from '../domain/names.ts';
import type { ServiceDeploymentTruth } from '../domain/truth.ts';
import { isOfWayBack, looksAtEcs, wakeByRequest, wakeByTruth } from '../domain/wake-up.ts';
import { wokeByCommand } from '../domain/way-back-commands.ts';
import type { Ports } from '../ports.ts';
import { beginBake } from './begin-bake.ts';
import { explainTurn } from './explain-turn.ts';
import { readServiceDeployment } from './read-service-deployment.ts';

export type WakePorts = Pick<
  Ports,
  'deployments' | 'waits' | 'checkRuns' | 'ecs' | 'services' | 'machines' | 'schedules' | 'clock'
>;

/** `baking`: the gate was reached, and its bake ends by the clock. */
export type WakeOutcome = 'woken' | 'baking' | 'not-yet' | 'nobody-waits';

/**
 * Wakes the machine of a service, if what it waits for is so. An event is a hint: what counts is what ECS says now. A wait is never
 * forgotten before its token was redeemed, and never has to be: the next one takes its place, and a token works once.
 */
export async function wake(ports: WakePorts, service: ServiceKey): Promise<WakeOutcome> {
  const head = await ports.deployments.head(service);
  const wait = head.live && (await ports.waits.get(head.live.id));
  if (wait === undefined) return 'nobody-waits';
  return wakeWait(ports, head, wait);
}

/** The same for one who has read the head and the wait. `known`: what ECS said a moment ago. */
export async function wakeWait(
  ports: WakePorts,
  head: Head,
  wait: Wait,
  known?: ServiceDeploymentTruth,
): Promise<WakeOutcome> {
  const now = await headOf(ports, head, wait);
  const { live } = now;
  if (live?.id !== wait.deployment) return 'nobody-waits';
  const asked = wakeByRequest(live, wait);
  if (asked !== undefined) return redeem(ports, wait, asked);
  const done = await endOfCommands(ports, wait);
  if (done !== undefined) return redeem(ports, wait, done);
  if (!looksAtEcs(wait)) return 'not-yet';
  const truth = known ?? (await readServiceDeployment(ports, now));
  // Not found yet is no proof of anything: ECS shows new deployments late.
  if (truth === undefined) return 'not-yet';
  const wakeUp = wakeByTruth(wait, truth, live);
  if (wakeUp.do === 'nothing') return 'not-yet';
  if (wakeUp.do === 'wake' && !(await isAbout(ports, now, truth))) return 'not-yet';
  if (wakeUp.do === 'wake') return redeem(ports, wait, await explainTurn(ports, now, wakeUp.woke));
  await beginBake(ports, wait, wakeUp.seconds, wakeUp.woke);
  return 'baking';
}

/** Whoever was slow may have read the head before the way back began, and the wait after: such a head is of another time, and is read anew. */
async function headOf({ deployments }: Pick<Ports, 'deployments'>, head: Head, wait: Wait): Promise<Head> {
  return isOfWayBack(wait) && head.live?.phase !== 'roll-back' ? deployments.head(head.service) : head;
}

/** A way back has a second try, which is about another service deployment: what came of the first must not end the wait of the second. */
async function isAbout(
  { deployments }: Pick<Ports, 'deployments'>,
  { service, live }: Head,
  truth: ServiceDeploymentTruth,
): Promise<boolean> {
  if (live?.phase !== 'roll-back') return true;
  return (await deployments.head(service)).live?.serviceDeployment === truth.arn;
}

/** Hands the machine what was read. A token that nobody waits on any more was redeemed before. */
export async function redeem(
  ports: Pick<Ports, 'machines'>,
  { token }: Pick<Wait, 'token'>,
  woke: Woke,
): Promise<'woken' | 'nobody-waits'> {
  return (await ports.machines.redeem(token, woke)) === 'redeemed' ? 'woken' : 'nobody-waits';
}

/** The ends of all commands were noted, so that nobody has to ask ECS. `undefined`: they were not, or others are waited for. */
async function endOfCommands(
  { checkRuns }: Pick<Ports, 'checkRuns'>,
  { awaits, deployment }: Wait,
): Promise<Woke | undefined> {
  if (awaits !== 'checks-done' && awaits !== 'command-done') return undefined;
  const run = await checkRuns.get(deployment);
  if (run === undefined || !isDone(run)) return undefined;
  return awaits === 'command-done' ? wokeByCommand(run) : { stage: 'going', because: 'the commands have ended' };
}
