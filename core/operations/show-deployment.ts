import { consoleLink } from '../domain/console-link.ts';
import type { Deployment, Live } from '../domain/deployment.ts';
import { type DeploymentView, viewDeployment } from '../domain/deployment-view.ts';
import type { LogLine } from '../domain/log-line.ts';
import { type DeploymentId, partsOf } from '../domain/names.ts';
import { Refused } from '../domain/refused.ts';
import type { Ports } from '../ports.ts';
import { type ShownWaiting, showWaiting } from './show-waiting.ts';

/** A deployment that has begun, with its log and, while it is under way, where it is. */
export type ShownDeployment = Omit<Deployment, 'status' | 'expected'> &
  DeploymentView & {
    readonly environment: string;
    readonly phase: Live['phase'] | null;
    /** `url`: where the AWS console shows it. */
    readonly execution: { readonly arn: string; readonly url: string };
    readonly log: readonly LogLine[];
  };

/** A deployment by the id that was answered when it was asked for, whether it has begun or still waits. */
export async function showDeployment(
  ports: Pick<Ports, 'deployments' | 'waits' | 'machines' | 'services' | 'rules' | 'clock'>,
  id: DeploymentId,
): Promise<ShownDeployment | ShownWaiting> {
  const begun = await ports.deployments.get(id);
  const waiting = begun === undefined ? await showWaiting(ports, id) : undefined;
  if (waiting !== undefined) return waiting;
  // It may have begun in between.
  const deployment = begun ?? (await ports.deployments.get(id));
  if (deployment === undefined)
    throw new Refused('UnknownDeployment', `There is no deployment ${id}. \`belay history\` lists them.`);
  const [log, head] = await Promise.all([ports.deployments.lines(id), ports.deployments.head(deployment.service)]);
  const live = head.live?.id === id ? head.live : undefined;
  const wait = live && (await ports.waits.get(id));
  const arn = ports.machines.executionOf(id);
  const { expected: _, ...told } = deployment;
  return {
    ...told,
    ...viewDeployment(deployment, live, wait, log, ports.clock.now()),
    environment: partsOf(deployment.service).environment,
    phase: live?.phase ?? null,
    execution: { arn, url: consoleLink(arn) },
    log,
  };
}
