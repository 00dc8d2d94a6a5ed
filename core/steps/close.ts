import type { Verdict } from '../domain/deployment.ts';
import { Refused } from '../domain/refused.ts';
import { type ClosePorts, type Closing, closeDeployment } from '../operations/close-deployment.ts';
import { parseStepInput, textField } from './step-input.ts';

const OUTCOMES: readonly string[] = [
  'succeeded',
  'rolled-back',
  'stuck',
  'refused',
  'superseded',
] satisfies readonly Closing['outcome'][];

/** Ends the deployment as the machine found it to have ended. */
export async function close(ports: ClosePorts, raw: unknown): Promise<{ readonly verdict: Verdict }> {
  const input = parseStepInput(raw);
  const outcome = textField(input, 'outcome');
  if (!isOutcome(outcome))
    throw new Refused('BadRequest', `The state machine names an outcome that is none: "${outcome}".`);
  const deployment = await ports.deployments.get(input.deployment);
  if (deployment === undefined)
    throw new Refused('UnknownDeployment', `There is no deployment ${input.deployment}. \`belay history\` lists them.`);
  return {
    verdict: await closeDeployment(ports, deployment, { outcome, because: plainly(textField(input, 'because')) }),
  };
}

function isOutcome(text: string): text is Closing['outcome'] {
  return OUTCOMES.includes(text);
}

/** A Lambda's Cause is a JSON string with `errorMessage`: that sentence is what people want to read. */
function plainly(because: string): string {
  const start = because.indexOf('{"');
  if (start === -1) return because;
  try {
    const cause: unknown = JSON.parse(because.slice(start, because.lastIndexOf('}') + 1));
    if (typeof cause === 'object' && cause !== null && 'errorMessage' in cause) return String(cause.errorMessage);
  } catch {
    // No JSON after all: the text stays as it is.
  }
  return because;
}
