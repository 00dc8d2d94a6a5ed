import type { StartedWorld } from '../world-fixture.ts';
import type { TheTables } from './the-tables.ts';

/** What a function answered: its output, or the name of its error. */
export type Outcome = { readonly output: unknown } | { readonly error: string; readonly message: string };

/** Runs a step as its machine would, in the place of a machine that is not there any more: nobody waits for the token. */
export async function runStep(
  { world }: StartedWorld,
  step: string,
  { id, service }: { readonly id: string; readonly service: string },
  fields: object = {},
): Promise<Outcome> {
  const input = { deployment: id, service, token: 'of a machine that is gone', wait: 60, ...fields };
  const answer = await world.lambda.lambdas.invoke(`belay-step-${step}:live`, input);
  return answer.ok ? { output: answer.payload } : { error: answer.error.errorType, message: answer.error.errorMessage };
}

/**
 * Makes a deployment that has ended one that is under way again: what a crash leaves of it while nobody drives it. `live` is what its head
 * knows beside its id and its task definition.
 */
export async function leaveBehind(tables: TheTables, id: string, live: object = {}): Promise<void> {
  const { verdict: _, because: __, endedAt: ___, ...deployment } = await recordOf(tables, id);
  await tables.change('Deployments', `deployment#${id}`, 'record', 'deployment', { ...deployment, status: 'planned' });
  const { service, kind, to, taskDefinition } = Object(deployment);
  const head = await tables.get('Deployments', service, 'head');
  // Not before the test is over does the reconciler look.
  const dueAt = '2099-01-01T00:00:00.000Z';
  const known = { id, kind, phase: 'scale-up', digest: to.digest, taskDefinition, deadTasks: {}, stopIsSafe: true };
  await tables.put('Deployments', { ...head, live: { ...known, ...live }, waiting: 'yes', dueAt });
}

/** The record of a deployment. */
export async function recordOf(tables: TheTables, id: string): Promise<Readonly<Record<string, unknown>>> {
  return Object((await tables.get('Deployments', `deployment#${id}`, 'record')).deployment);
}
