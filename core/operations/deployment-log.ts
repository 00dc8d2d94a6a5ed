import type { LastWords } from '../domain/last-words.ts';
import type { LogLine } from '../domain/log-line.ts';
import type { DeploymentId } from '../domain/names.ts';
import { Refused } from '../domain/refused.ts';
import type { Ports } from '../ports.ts';

/** What happened in a deployment, and what its dead tasks said last. */
export interface DeploymentLog {
  readonly deployment: DeploymentId;
  readonly log: readonly LogLine[];
  readonly lastWords: readonly LastWords[];
}

export async function deploymentLog(ports: Pick<Ports, 'deployments'>, id: DeploymentId): Promise<DeploymentLog> {
  const [deployment, log, lastWords] = await Promise.all([
    ports.deployments.get(id),
    ports.deployments.lines(id),
    ports.deployments.lastWords(id),
  ]);
  if (deployment === undefined)
    throw new Refused('UnknownDeployment', `There is no deployment ${id}. \`belay history\` lists them.`);
  return { deployment: id, log, lastWords };
}
