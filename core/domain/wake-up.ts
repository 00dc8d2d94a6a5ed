import type { Live, Wait, Woke } from './deployment.ts';
import { isGate, isTerminal, isTurned, stageOf, whyNot } from './progress.ts';
import type { ServiceDeploymentTruth } from './truth.ts';

/** What is to be done about a wait, by the truth of this moment. `bake`: the gate was reached, and its time under watch begins. */
export type WakeUp =
  | { readonly do: 'wake'; readonly woke: Woke }
  | { readonly do: 'bake'; readonly seconds: number; readonly woke: Woke }
  | { readonly do: 'nothing' };

/** A request for the way back ends every wait but those of the way back itself: it is being obeyed. */
export function wakeByRequest(
  { stopRequested, phase }: Pick<Live, 'stopRequested' | 'phase'>,
  wait: Pick<Wait, 'awaits'>,
): Woke | undefined {
  if (stopRequested === undefined || phase === 'roll-back' || isOfWayBack(wait)) return undefined;
  return { stage: 'stopped', because: stopRequested.because };
}

/** Does it belong to the way back? */
export function isOfWayBack({ awaits }: Pick<Wait, 'awaits'>): boolean {
  return awaits === 'way-back-ended' || awaits === 'command-done';
}

/** Can anything that ECS says end this wait? */
export function looksAtEcs({ awaits }: Pick<Wait, 'awaits'>): boolean {
  return awaits !== 'approval' && awaits !== 'person' && awaits !== 'watch-over' && awaits !== 'command-done';
}

/**
 * A wait for a gate is over, too, when the deployment has turned back: then there will be no gate. While a person has paused it no gate
 * counts as reached.
 */
export function wakeByTruth(
  wait: Pick<Wait, 'awaits' | 'answered' | 'bakes'>,
  truth: ServiceDeploymentTruth,
  { paused }: Pick<Live, 'paused'>,
): WakeUp {
  if (!looksAtEcs(wait)) return { do: 'nothing' };
  const woke = wokeBy(truth, wait.answered);
  if (wait.awaits === 'deployment-ended' || wait.awaits === 'way-back-ended')
    return isTerminal(truth.status) ? { do: 'wake', woke } : { do: 'nothing' };
  // Commands may run when ECS has ended well, too: where tasks are replaced in place.
  const runsOn = wait.awaits === 'checks-done' && woke.stage === 'ended-well';
  if (isTurned(woke.stage) && !runsOn) return { do: 'wake', woke };
  if (wait.awaits === 'bake-over' || wait.awaits === 'checks-done' || !isGate(woke.stage)) return { do: 'nothing' };
  const seconds = (woke.stage === 'after-shift' ? wait.bakes?.all : wait.bakes?.share) ?? 0;
  if (seconds > 0) return { do: 'bake', seconds, woke };
  return paused === undefined ? { do: 'wake', woke } : { do: 'nothing' };
}

/** What ECS says, in the words of a machine. */
export function wokeBy(truth: ServiceDeploymentTruth, answered?: string): Woke {
  const stage = stageOf(truth, answered);
  const hookId = isGate(stage) ? truth.pause?.hookId : undefined;
  const because = stage === 'ended-well' ? 'ECS has finished the deployment' : whyNot(truth);
  const { share = 0 } = truth;
  const part = hookId !== undefined && share > 0 && share < 100;
  return { stage, because, ...(hookId !== undefined && { hookId }), ...(part && { share }) };
}
