import { consoleLink } from '../domain/console-link.ts';
import type { Deployment, Live } from '../domain/deployment.ts';
import type { LogLine } from '../domain/log-line.ts';
import type { DeploymentId } from '../domain/names.ts';
import { Refused } from '../domain/refused.ts';
import type { Ports } from '../ports.ts';

/** A deployment with its log and, while it is under way, where it is. */
export type ShownDeployment = Deployment & {
  readonly phase: Live['phase'] | null;
  /** `url`: where the AWS console shows it. */
  readonly execution: { readonly arn: string; readonly url: string };
  readonly log: readonly LogLine[];
};

export async function showDeployment(
  ports: Pick<Ports, 'deployments' | 'machines'>,
  id: DeploymentId,
): Promise<ShownDeployment> {
  const deployment = await ports.deployments.get(id);
  if (deployment === undefined)
    throw new Refused('UnknownDeployment', `There is no deployment ${id}. \`belay history\` lists them.`);
  const [log, { live }] = await Promise.all([ports.deployments.lines(id), ports.deployments.head(deployment.service)]);
  const arn = ports.machines.executionOf(id);
  const execution = { arn, url: consoleLink(arn) };
  return { ...deployment, phase: live?.id === id ? live.phase : null, execution, log };
}
