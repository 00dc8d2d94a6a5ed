import { hasAllTraffic } from '../domain/progress.ts';
import { beginBake } from '../operations/begin-bake.ts';
import { type WakePorts, wake } from '../operations/wake.ts';
import { numberField, parseStepInput, readStanding, wokeField } from './step-input.ts';
import { storeWait } from './wait.ts';

/** One more time under watch: at a gate that is held already, or where ECS has ended without one of its own. */
export async function bake(ports: WakePorts, raw: unknown): Promise<void> {
  const input = parseStepInput(raw);
  const woke = wokeField(input);
  const { deployment } = await readStanding(ports, input);
  const awaits = woke.stage === 'ended-well' ? 'watch-over' : 'bake-over';
  const wait = await storeWait(ports, input, awaits, { number: numberField(input, 'number') });
  const { bake: all = 0, stepBake = 0 } = deployment.plan ?? {};
  await beginBake(ports, wait, hasAllTraffic(woke) ? all : stepBake, woke);
  // It may have turned back, or somebody may have asked for the way back, before the token was stored.
  await wake(ports, input.service);
}
