import { Refused } from '../domain/refused.ts';
import { serves } from '../domain/serving.ts';
import { readServiceDeployment } from '../operations/read-service-deployment.ts';
import type { Ports } from '../ports.ts';
import { containerOf } from './read-outcome.ts';
import { parseStepInput, readStanding } from './step-input.ts';

/**
 * The last word before success: our deployment of our task definition, which names the wanted digest, has ended well, and its target
 * group has the traffic. Throws `WrongVersionServes`.
 */
export async function verify(
  ports: Pick<Ports, 'deployments' | 'services' | 'ecs' | 'traffic'>,
  raw: unknown,
): Promise<{ readonly because: string }> {
  const { deployment, state, head, live } = await readStanding(ports, parseStepInput(raw));
  const { to, plan } = deployment;
  const traffic = live.traffic ?? plan?.traffic;
  const rule = traffic?.productionRule;
  const [truth, weights] = await Promise.all([
    readServiceDeployment(ports, head),
    rule === undefined ? undefined : ports.traffic.weights(rule),
  ]);
  const container = containerOf(deployment, state);
  const { yes, because } = serves(to.digest, container, {
    deployment: truth,
    revision: {
      arn: truth?.target ?? '',
      taskDefinition: live.taskDefinition ?? '',
      digests: { [container]: live.digest },
      traffic: traffic === undefined ? [] : [traffic],
    },
    weights,
    // They were read after the move, before ECS was let finish.
    targets: undefined,
  });
  if (!yes) throw new Refused('WrongVersionServes', because);
  return { because };
}
