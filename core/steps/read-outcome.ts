import type { Deployment } from '../domain/deployment.ts';
import { partsOf } from '../domain/names.ts';
import { Refused } from '../domain/refused.ts';
import type { ServiceState } from '../domain/service.ts';
import { serves } from '../domain/serving.ts';
import { awaitServiceDeployment } from '../operations/await-service-deployment.ts';
import { findSupersession } from '../operations/find-supersession.ts';
import { readServing } from '../operations/read-serving.ts';
import { readWayBack } from '../operations/read-way-back.ts';
import type { Ports } from '../ports.ts';
import { parseStepInput, readStanding } from './step-input.ts';

/** Is the version that we go back to in charge? `superseded`: somebody deployed another meanwhile. `commands`: how many are to be run now. */
interface Outcome {
  readonly back: boolean;
  readonly superseded: boolean;
  readonly because: string;
  readonly commands: number;
}

/** Reads what came of the way back so far. */
export async function readOutcome(
  ports: Pick<Ports, 'deployments' | 'services' | 'ecs' | 'traffic' | 'rollbackPoints' | 'clock'>,
  raw: unknown,
): Promise<Outcome> {
  const input = parseStepInput(raw);
  const { deployment, state, live } = await readStanding(ports, input);
  // UpdateService may have been sent a moment ago: while ECS does not show that, the version before seems to serve undisturbed.
  if (live.taskDefinition !== undefined && live.serviceDeployment === undefined)
    await awaitServiceDeployment(ports, input.service);
  const expected = deployment.kind === 'rollback' ? deployment.to : deployment.from;
  if (expected === undefined) return notBack('nothing ran before, so there is no way back');
  const container = containerOf(deployment, state);
  const { yes, because } = serves(expected.digest, container, await readServing(ports, state.settings));
  if (!yes) {
    const [newest] = await ports.ecs.recent(state.settings.cluster, partsOf(input.service).name);
    const supersession = await findSupersession(ports, deployment, container, newest);
    return supersession === undefined ? notBack(because) : { ...notBack(supersession), superseded: true };
  }
  const point = await readWayBack(ports, deployment);
  return {
    back: true,
    superseded: false,
    because: `${expected.version} is back: ${because}`,
    commands: point?.commands?.length ?? 0,
  };
}

function notBack(because: string): Outcome {
  return { back: false, superseded: false, because, commands: 0 };
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
