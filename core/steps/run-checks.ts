import { taskChecksAt } from '../domain/check.ts';
import { roundOf } from '../domain/check-run.ts';
import { Refused } from '../domain/refused.ts';
import { beginCheckRun, startCheckTasks } from '../operations/start-check-tasks.ts';
import { type WakePorts, wake } from '../operations/wake.ts';
import type { Ports } from '../ports.ts';
import { checkRoundOf } from './check-round.ts';
import { numberField, parseStepInput, readStanding, textField } from './step-input.ts';
import { storeWait } from './wait.ts';

/** Starts the commands that check the new version at a gate, and waits until the last of them has ended. How they ended, the judge reads. */
export async function runChecks(ports: WakePorts & Pick<Ports, 'checkRuns' | 'ecs'>, raw: unknown): Promise<void> {
  const input = parseStepInput(raw);
  const at = checkRoundOf(input);
  if (at === undefined)
    throw new Refused('BadRequest', `The state machine names a gate that is none: "${textField(input, 'gate')}".`);
  const { state, live } = await readStanding(ports, input);
  const { settings } = state;
  // Before the token: whoever wakes the machine must not take the round before for this one. It starts nothing.
  const run = await beginCheckRun(ports, {
    deployment: input.deployment,
    round: roundOf(at),
    checks: taskChecksAt(settings.checks, at.gate),
    seconds: numberField(input, 'wait'),
  });
  await storeWait(ports, input, 'checks-done');
  if (live.stopRequested === undefined) {
    const { taskDefinition } = live;
    if (taskDefinition === undefined)
      throw new Refused(
        'BadRequest',
        `${input.deployment} has registered no task definition that its checks could run. Start it anew.`,
      );
    await startCheckTasks(ports, run, { service: input.service, cluster: settings.cluster, taskDefinition });
  }
  await wake(ports, input.service);
}
