import type { Deployment, Head, Live, Woke } from '../domain/deployment.ts';
import { type DeploymentId, parseDeploymentId, parseServiceKey, type ServiceKey } from '../domain/names.ts';
import { Refused } from '../domain/refused.ts';
import type { ServiceState } from '../domain/service.ts';
import { settingsFor } from '../domain/settings-for.ts';
import type { Ports } from '../ports.ts';

/** What every state of a machine hands to its step. The machine is ours, but it may have been written by the version before. */
export interface StepInput {
  readonly deployment: DeploymentId;
  readonly service: ServiceKey;
  /** Everything else that the state sends. */
  readonly fields: Readonly<Record<string, unknown>>;
}

export function parseStepInput(input: unknown): StepInput {
  if (typeof input !== 'object' || input === null)
    throw new Refused('BadRequest', 'A step needs an object with deployment and service.');
  const fields: Readonly<Record<string, unknown>> = { ...input };
  return {
    deployment: parseDeploymentId(String(fields.deployment)),
    service: parseServiceKey(String(fields.service)),
    fields,
  };
}

export function textField({ fields }: StepInput, name: string): string {
  const value = fields[name];
  if (typeof value === 'string') return value;
  throw new Refused('BadRequest', `The state machine sent no text "${name}".`);
}

export function numberField({ fields }: StepInput, name: string): number {
  const value = fields[name];
  if (typeof value === 'number') return value;
  throw new Refused('BadRequest', `The state machine sent no number "${name}".`);
}

/** What whoever woke the machine had read, in the field `woke`. */
export function wokeField({ fields: { woke } }: StepInput): Woke {
  if (typeof woke !== 'object' || woke === null || !('stage' in woke))
    throw new Refused('BadRequest', 'The state machine sent no "woke".');
  // Ours: it came out of a wake-up or a look, through the machine.
  return woke as Woke;
}

/** Everything that is stored about the deployment of a step, which must hold the lock. */
export interface Standing {
  readonly deployment: Deployment;
  readonly head: Head;
  readonly live: Live;
  /** As this deployment has it: with what its request says in place. */
  readonly state: ServiceState;
}

export async function readStanding(
  ports: Pick<Ports, 'deployments' | 'services'>,
  input: StepInput,
): Promise<Standing> {
  const [deployment, head, state] = await Promise.all([
    ports.deployments.get(input.deployment),
    ports.deployments.head(input.service),
    ports.services.get(input.service),
  ]);
  if (deployment === undefined)
    throw new Refused('UnknownDeployment', `There is no deployment ${input.deployment}. \`belay history\` lists them.`);
  if (state === undefined)
    throw new Refused(
      'UnknownService',
      `Belay does not know ${input.service} any more. \`belay adopt ${input.service}\` tells of it again.`,
    );
  if (head.live?.id !== input.deployment)
    throw new Refused(
      'FenceLost',
      `${input.deployment} does not hold the lock of ${input.service}${head.live ? `; ${head.live.id} does` : ''}. \`belay status ${input.service}\` tells what is under way.`,
    );
  const settings = settingsFor(state.settings, deployment.options);
  return { deployment, head, live: head.live, state: { ...state, settings } };
}
