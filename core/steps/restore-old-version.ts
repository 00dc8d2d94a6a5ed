import { backwardConfiguration } from '../domain/deployment-configuration.ts';
import { partsOf } from '../domain/names.ts';
import { isTerminal } from '../domain/progress.ts';
import { Refused } from '../domain/refused.ts';
import type { RollbackPoint } from '../domain/rollback-point.ts';
import { awaitServiceDeployment } from '../operations/await-service-deployment.ts';
import { findSupersession } from '../operations/find-supersession.ts';
import { readServiceDeployment } from '../operations/read-service-deployment.ts';
import { readWayBack } from '../operations/read-way-back.ts';
import { redeem, type WakePorts, wake } from '../operations/wake.ts';
import type { Ports } from '../ports.ts';
import { containerOf } from './read-outcome.ts';
import { parseStepInput, readStanding, type Standing } from './step-input.ts';
import { storeWait } from './wait.ts';

type RestorePorts = WakePorts & Pick<Ports, 'ecs' | 'rollbackPoints' | 'registry'>;

/** Deploys the captured version again, without gates and with nothing that could stop it, and waits for the end. */
export async function restoreOldVersion(ports: RestorePorts, raw: unknown): Promise<void> {
  const input = parseStepInput(raw);
  const standing = await readStanding(ports, input);
  const point = await pointOf(ports, standing);
  const underWay = await isUnderWay(ports, standing, point);
  const next = underWay ? undefined : await take(ports, standing, point);
  // After the head says which try this is: what came of the one before must not end its wait.
  const wait = await storeWait(ports, input, 'way-back-ended');
  if (next?.kind === 'superseded')
    return void (await redeem(ports, wait, { stage: 'superseded', because: next.because }));
  if (next !== undefined) await send(ports, standing, point, next.taskDefinition);
  const shown = await awaitServiceDeployment(ports, input.service);
  if (underWay || shown !== 'at-once') await wake(ports, input.service);
}

async function pointOf(ports: RestorePorts, { deployment }: Standing): Promise<RollbackPoint> {
  const point = await readWayBack(ports, deployment);
  if (point === undefined)
    throw new Refused(
      'NoWayBack',
      `${deployment.service} has no rollback point to go to. Deploy a version that works: \`belay deploy ${deployment.service} <version>\`.`,
    );
  return point;
}

/** Did an earlier try of this step start it? A deployment of the point that has ended does not count: this is another try. */
async function isUnderWay(ports: RestorePorts, { head }: Standing, point: RollbackPoint): Promise<boolean> {
  if (head.live?.taskDefinition !== point.taskDefinition) return false;
  // ECS may not show yet what was sent a moment ago: sent again, it would push the first aside, and that one's end be taken for ours.
  if (head.live.serviceDeployment === undefined) await awaitServiceDeployment(ports, head.service);
  const truth = await readServiceDeployment(ports, await ports.deployments.head(head.service));
  return truth !== undefined && !isTerminal(truth.status);
}

/** A try of the way back, written into the head before anything is sent; or why there is none: somebody else deployed meanwhile. */
type NextTry =
  | { readonly kind: 'taken'; readonly taskDefinition: string }
  | { readonly kind: 'superseded'; readonly because: string };

async function take(ports: RestorePorts, { deployment, state }: Standing, point: RollbackPoint): Promise<NextTry> {
  const { settings } = state;
  const [newest] = await ports.ecs.recent(settings.cluster, partsOf(deployment.service).name);
  const because = await findSupersession(ports, deployment, containerOf(deployment, state), newest);
  if (because !== undefined) return { kind: 'superseded', because };
  const active = await ports.ecs.taskDefinitionIsActive(point.taskDefinition);
  const taskDefinition = active
    ? point.taskDefinition
    : await registerAgain(ports, deployment.repository, settings.containers, point);
  // The ARN belongs to the deployment that failed; from here on the one that goes back is ours.
  await ports.deployments.advance(deployment.service, deployment.id, {
    phase: 'roll-back',
    taskDefinition,
    serviceDeployment: undefined,
    stopIsSafe: false,
    newerThan: newest?.createdAt,
  });
  return { kind: 'taken', taskDefinition };
}

async function send(
  { ecs }: RestorePorts,
  { deployment, state: { settings } }: Standing,
  point: RollbackPoint,
  taskDefinition: string,
): Promise<void> {
  await ecs.update(settings.cluster, partsOf(deployment.service).name, {
    taskDefinition,
    // ECS may have gone back to it already, or a first try may have: naming what the service has starts nothing by itself.
    anew: true,
    deploymentConfiguration: backwardConfiguration(
      deployment.plan?.strategy ?? 'rolling',
      point.deploymentConfiguration,
    ),
  });
}

/** An INACTIVE revision cannot be deployed; its content can. */
async function registerAgain(
  ports: RestorePorts,
  repository: string,
  containers: Readonly<Record<string, string>>,
  point: RollbackPoint,
): Promise<string> {
  const { [point.digest]: image } = await ports.registry.which(repository, [point.digest]);
  if (image === undefined)
    throw new Refused('ImageGone', `${point.version} (${point.digest}) is gone from ${repository}. Push it again.`);
  const names = Object.keys(containers).filter((container) => containers[container] === repository);
  const images = Object.fromEntries(names.map((container) => [container, image]));
  return ports.ecs.registerTaskDefinition(point.taskDefinition, 'exist', images, { 'belay:rollback-point': point.id });
}
