import { type StepName, steps } from '../core/steps/index.ts';
import { variable } from './environment.ts';
import { log } from './log.ts';
import { productionPorts } from './production.ts';

const ports = productionPorts();

/** Runs one step of a state machine. Deployed once per step, so that each has only the rights that it needs. */
export async function handler(input: unknown): Promise<unknown> {
  const name = variable('STEP');
  if (!isStep(name)) throw new Error(`STEP names no step: "${name}"`);
  const { token: _, ...shown } =
    typeof input === 'object' && input !== null ? { token: undefined, ...input } : { token: undefined };
  log.info(`step ${name}`, { event: `step:${name}`, input: shown });
  try {
    const output = await steps[name](ports, input);
    log.info(`step ${name} done`, { event: `step:${name}:done`, input: shown, output });
    return output ?? {};
  } catch (error) {
    log.error(`step ${name} failed`, {
      event: `step:${name}:failed`,
      input: shown,
      error: error instanceof Error ? error : String(error),
    });
    throw error;
  }
}

function isStep(name: string): name is StepName {
  return Object.hasOwn(steps, name);
}
