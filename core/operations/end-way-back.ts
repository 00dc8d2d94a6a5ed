import type { Deployment } from '../domain/deployment.ts';
import { wayBackFailure } from '../domain/way-back-commands.ts';
import type { Ports } from '../ports.ts';
import { readWayBack } from './read-way-back.ts';
import { settleCheckRun } from './settle-check-run.ts';

/**
 * Ends the commands of a way back, and gives a sentence about those that did not go well. Where the old version serves all the same
 * (`back`) a person is called about them: a command undoes no way back. `at`: RFC 3339, when that is told.
 */
export async function endWayBack(
  ports: Pick<Ports, 'rollbackPoints' | 'checkRuns' | 'ecs' | 'deployments'>,
  deployment: Deployment,
  { cluster, back, at }: { readonly cluster: string; readonly back: boolean; readonly at: string },
): Promise<string | undefined> {
  const { id, service } = deployment;
  const { commands = [], id: point, version } = (await readWayBack(ports, deployment)) ?? {};
  if (commands.length === 0) return undefined;
  const run = await ports.checkRuns.get(id);
  const failure = wayBackFailure(commands, run && (await settleCheckRun(ports, cluster, run)));
  if (failure !== undefined && back)
    await ports.deployments.log({
      deployment: id,
      service,
      event: 'version:rollback:command-failed',
      at,
      text: `${version} serves again, but ${failure}`,
      data: { rollbackPoint: point, commands, because: failure },
    });
  return failure;
}
