import type { Woke } from '../domain/deployment.ts';
import { tellOverdue } from '../domain/tell-overdue.ts';
import { wokeBy } from '../domain/wake-up.ts';
import { explainTurn } from '../operations/explain-turn.ts';
import { readServiceDeployment } from '../operations/read-service-deployment.ts';
import type { Ports } from '../ports.ts';
import { parseStepInput, readStanding } from './step-input.ts';

/** Says where the deployment stands, when a wait took too long: ECS is asked, and no event is needed. */
export async function look(ports: Pick<Ports, 'deployments' | 'services' | 'ecs'>, raw: unknown): Promise<Woke> {
  const { live, head, deployment } = await readStanding(ports, parseStepInput(raw));
  if (live.stopRequested !== undefined) return { stage: 'stopped', because: live.stopRequested.because };
  const truth = await readServiceDeployment(ports, head);
  if (truth === undefined) return { stage: 'ended-badly', because: 'ECS shows no deployment of ours' };
  const woke = wokeBy(truth);
  if (woke.stage !== 'going' && woke.stage !== 'ending') return explainTurn(ports, head, woke);
  const late = tellOverdue(deployment, truth.stage ?? truth.status);
  const { because } = await explainTurn(ports, head, { stage: 'going-back', because: late });
  return { stage: woke.stage, because };
}
