import { partsOf } from '../domain/names.ts';
import { type Stage, stageOf, whyNot } from '../domain/progress.ts';
import { findServiceDeployment } from '../operations/find-service-deployment.ts';
import type { Ports } from '../ports.ts';
import { parseStepInput, readStanding, type Standing } from './step-input.ts';

/** Says where the deployment stands. A wait that timed out, and a strategy that ended, both come here: ECS is asked, not the event. */
export async function look(
  ports: Pick<Ports, 'deployments' | 'services' | 'ecs'>,
  raw: unknown,
): Promise<{ readonly stage: Stage; readonly because: string }> {
  const standing = await readStanding(ports, parseStepInput(raw));
  const { live, head } = standing;
  const truth = await findServiceDeployment(ports, head);
  if (live.stopRequested !== undefined)
    return { stage: truth ? 'going-back' : 'ended-badly', because: live.stopRequested.because };
  if (truth === undefined) return { stage: 'ended-badly', because: 'ECS shows no deployment of ours' };
  const stage = stageOf(truth);
  if (stage === 'ended-well') return { stage, because: 'ECS has finished the deployment' };
  const dead = await deadTasks(ports, standing);
  const late = stage === 'going' ? `not done before the deadline, ECS is at ${truth.stage ?? truth.status}: ` : '';
  return { stage, because: `${late}${whyNot(truth, dead)}` };
}

async function deadTasks(ports: Pick<Ports, 'ecs'>, { live, state }: Standing): Promise<readonly string[]> {
  if (live.taskDefinition === undefined) return [];
  return ports.ecs.stoppedTasks(state.settings.cluster, partsOf(state.settings.key).name, live.taskDefinition);
}
