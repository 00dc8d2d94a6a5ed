import { Refused } from '../domain/refused.ts';
import { serves } from '../domain/serving.ts';
import { readServing } from '../operations/read-serving.ts';
import type { Ports } from '../ports.ts';
import { containerOf } from './read-outcome.ts';
import { parseStepInput, readStanding } from './step-input.ts';

/** The last word before success: the wanted digest runs and has the traffic. Throws `WrongVersionServes`. */
export async function verify(
  ports: Pick<Ports, 'deployments' | 'services' | 'ecs' | 'traffic'>,
  raw: unknown,
): Promise<{ readonly because: string }> {
  const { deployment, state } = await readStanding(ports, parseStepInput(raw));
  const { yes, because } = serves(
    deployment.to.digest,
    containerOf(deployment, state),
    await readServing(ports, state.settings),
  );
  if (!yes) throw new Refused('WrongVersionServes', because);
  return { because };
}
