import { partsOf } from '../domain/names.ts';
import { type WakePorts, wake } from '../operations/wake.ts';
import { parseStepInput, readStanding } from './step-input.ts';
import { storeWait } from './wait.ts';

/** The bound of a graceful deployment has passed: takes the protection from the old tasks, so that ECS ends them as it ends any other. */
export async function endOldWork(ports: WakePorts, raw: unknown): Promise<void> {
  const input = parseStepInput(raw);
  const { state, live } = await readStanding(ports, input);
  const wait = await storeWait(ports, input, 'deployment-ended');
  if (live.stopRequested === undefined && live.taskDefinition !== undefined) {
    const ended = await ports.ecs.endProtection(
      state.settings.cluster,
      partsOf(input.service).name,
      live.taskDefinition,
    );
    await ports.deployments.log({
      deployment: input.deployment,
      service: input.service,
      event: 'version:update:progress',
      at: wait.since,
      text: `The time for work in hand is over: ${ended} protected old ${ended === 1 ? 'task is' : 'tasks are'} ended`,
      data: { ended },
    });
  }
  await wake(ports, input.service);
}
