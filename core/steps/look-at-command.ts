import type { Woke } from '../domain/deployment.ts';
import { Refused } from '../domain/refused.ts';
import { wokeByCommand } from '../domain/way-back-commands.ts';
import { settleCheckRun } from '../operations/settle-check-run.ts';
import type { Ports } from '../ports.ts';
import { parseStepInput, readStanding } from './step-input.ts';

/** How the command of a way back ended, when the wait for it took too long: ECS is asked, and what runs on is stopped. */
export async function lookAtCommand(
  ports: Pick<Ports, 'deployments' | 'services' | 'checkRuns' | 'ecs'>,
  raw: unknown,
): Promise<Woke> {
  const { deployment, state } = await readStanding(ports, parseStepInput(raw));
  const run = await ports.checkRuns.get(deployment.id);
  if (run === undefined)
    throw new Refused(
      'BadRequest',
      `${deployment.id} has begun no command. \`belay show ${deployment.id} --log\` says how far its way back came.`,
    );
  return wokeByCommand(await settleCheckRun(ports, state.settings.cluster, run));
}
