import { Refused } from '../domain/refused.ts';
import { wayBackRound, wayBackTask } from '../domain/way-back-commands.ts';
import { readWayBack } from '../operations/read-way-back.ts';
import { beginCheckRun, startCheckTasks } from '../operations/start-check-tasks.ts';
import { type WakePorts, wake } from '../operations/wake.ts';
import type { Ports } from '../ports.ts';
import { containerOf } from './read-outcome.ts';
import { numberField, parseStepInput, readStanding } from './step-input.ts';
import { storeWait } from './wait.ts';

/** Starts one command of the way back as a task of the version that is back, and waits for its end. `command`: 1 is the first. */
export async function runCommand(ports: WakePorts & Pick<Ports, 'rollbackPoints'>, raw: unknown): Promise<void> {
  const input = parseStepInput(raw);
  const number = numberField(input, 'command');
  const { deployment, state, live } = await readStanding(ports, input);
  const point = await readWayBack(ports, deployment);
  const line = point?.commands?.[number - 1];
  if (point === undefined || line === undefined)
    throw new Refused(
      'BadRequest',
      `The way back of ${deployment.id} has no command ${number} any more. \`belay rollback-points ${input.service}\` lists what its points run.`,
    );
  const seconds = numberField(input, 'wait');
  const task = wayBackTask(line, number, containerOf(deployment, state), seconds);
  const round = { deployment: deployment.id, round: wayBackRound(number), checks: [task], seconds };
  // Before the token, as with checks: whoever wakes the machine must not take the command before for this one.
  const run = await beginCheckRun(ports, round);
  await storeWait(ports, input, 'command-done');
  await ports.deployments.log({
    deployment: deployment.id,
    service: input.service,
    event: 'version:update:progress',
    at: new Date(ports.clock.now()).toISOString(),
    text: `${point.version} serves. Command ${number} of the way back runs: ${line}`,
    data: { rollbackPoint: point.id, command: line },
  });
  await startCheckTasks(ports, run, {
    service: input.service,
    cluster: state.settings.cluster,
    // Where the old version was deployed anew, it runs by the revision that was sent: the point's own may be INACTIVE.
    taskDefinition: (live.newerThan === undefined ? undefined : live.taskDefinition) ?? point.taskDefinition,
  });
  await wake(ports, input.service);
}
