import type { Deployment } from '../domain/deployment.ts';
import { Refused } from '../domain/refused.ts';
import type { ServiceState } from '../domain/service.ts';
import { serves } from '../domain/serving.ts';
import { awaitServiceDeployment } from '../operations/await-service-deployment.ts';
import { readServing } from '../operations/read-serving.ts';
import { readWayBack } from '../operations/read-way-back.ts';
import type { Ports } from '../ports.ts';
import { parseStepInput, readStanding } from './step-input.ts';

/** Is the version that we go back to in charge? `commands`: how many are to be run now that it is. */
export async function readOutcome(
  ports: Pick<Ports, 'deployments' | 'services' | 'ecs' | 'traffic' | 'rollbackPoints' | 'clock'>,
  raw: unknown,
): Promise<{ readonly back: boolean; readonly because: string; readonly commands: number }> {
  const input = parseStepInput(raw);
  const { deployment, state, live } = await readStanding(ports, input);
  // UpdateService may have been sent a moment ago: while ECS does not show that, the version before seems to serve undisturbed.
  if (live.taskDefinition !== undefined && live.serviceDeployment === undefined)
    await awaitServiceDeployment(ports, input.service);
  const expected = deployment.kind === 'rollback' ? deployment.to : deployment.from;
  if (expected === undefined)
    return { back: false, because: 'nothing ran before, so there is no way back', commands: 0 };
  const { yes, because } = serves(
    expected.digest,
    containerOf(deployment, state),
    await readServing(ports, state.settings),
  );
  if (!yes) return { back: false, because, commands: 0 };
  const point = await readWayBack(ports, deployment);
  return { back: true, because: `${expected.version} is back: ${because}`, commands: point?.commands?.length ?? 0 };
}

/** The container that shows which version runs. */
export function containerOf({ repository }: Deployment, { settings }: ServiceState): string {
  const container = Object.keys(settings.containers).find((name) => settings.containers[name] === repository);
  if (container === undefined)
    throw new Refused(
      'BadRequest',
      `No container of ${settings.key} runs ${repository} any more. Correct its containers: \`belay services put ${settings.key} --file …\`.`,
    );
  return container;
}
