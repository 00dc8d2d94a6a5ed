import { ownerPausesAtGates } from '../domain/deployment-configuration.ts';
import { partsOf, type ServiceKey } from '../domain/names.ts';
import { hasOurPause, isOurStage } from '../domain/our-traces.ts';
import type { ServiceSettings } from '../domain/service.ts';
import { isOurs } from '../domain/strangers.ts';
import type { RevisionTruth } from '../domain/truth.ts';
import type { Ports, RecentDeployment } from '../ports.ts';
import { outsideDeployment } from './outside-deployment.ts';
import { lastThatChanged, recentOfOurs } from './recent-of-ours.ts';

export type StrangerPorts = Pick<Ports, 'deployments' | 'services' | 'versions' | 'ecs' | 'clock'>;

/**
 * A service deployment waits at a pause. Where it is not ours and the pause is, it is told to go on at once, and that is recorded: it took
 * the pause over from the service's configuration while ours was under way. A pause of the service's owner is never answered. Safe to repeat.
 */
export async function letStrangerThrough(
  ports: StrangerPorts,
  service: ServiceKey,
  serviceDeployment: string,
): Promise<'let-through' | 'nothing'> {
  const { live, serving } = await ports.deployments.head(service);
  // Ours, or not known yet whose it is: then the event comes too early, and the steps of ours look by themselves.
  if (live !== undefined && (live.serviceDeployment ?? serviceDeployment) === serviceDeployment) return 'nothing';
  const settings = (await ports.services.get(service))?.settings;
  const truth = settings && (await ports.ecs.deployment(serviceDeployment));
  if (settings === undefined || truth?.pause === undefined || !isOurStage(truth.pause.stage)) return 'nothing';
  const stranger = await identify(ports, settings, serviceDeployment);
  if (stranger === undefined || !(await carriesOurPause(ports, settings, stranger.recent))) return 'nothing';

  await ports.ecs.continue(serviceDeployment, truth.pause.hookId);
  await ports.deployments.noteStranger(service, serviceDeployment, dueFrom(ports));
  const deployment = await outsideDeployment(ports, settings, stranger.recent, stranger.revision, serving);
  if (deployment === undefined) return 'let-through';
  const recorded = await ports.deployments.record(deployment, {
    deployment: deployment.id,
    service,
    // One line for each stage, however often its event comes.
    seq: truth.pause.stage === 'PRE_PRODUCTION_TRAFFIC_SHIFT' ? 1 : 2,
    event: 'version:update:progress',
    at: new Date(ports.clock.now()).toISOString(),
    text: `A deployment outside Belay of ${deployment.to.version} stood at our pause (${truth.pause.stage}) and was let through`,
    data: { by: deployment.by, version: deployment.to.version, digest: deployment.to.digest, serviceDeployment },
  });
  // Whoever was told of its end meanwhile found no record to end, and forgot it: it is looked after again.
  if (recorded) await ports.deployments.noteStranger(service, serviceDeployment, dueFrom(ports));
  return 'let-through';
}

/** When somebody looks after a stranger of which nothing was heard; most are over by then. */
const LOOK_AFTER_MS = 30 * 60_000;

/** RFC 3339. */
export function dueFrom({ clock }: Pick<Ports, 'clock'>): string {
  return new Date(clock.now() + LOOK_AFTER_MS).toISOString();
}

/** The stranger with its revision; `undefined` where the deployment is one of ours after all. */
async function identify(
  ports: StrangerPorts,
  { key, cluster }: ServiceSettings,
  arn: string,
): Promise<{ recent: RecentDeployment; revision: RevisionTruth } | undefined> {
  const recent = (await ports.ecs.recent(cluster, partsOf(key).name)).find((one) => one.arn === arn);
  const [revision] = recent?.target === undefined ? [] : await ports.ecs.revisions([recent.target]);
  if (recent === undefined || revision === undefined) return undefined;
  const { taskDefinition } = revision;
  const ours = await recentOfOurs(ports, key);
  return isOurs({ taskDefinition, createdAt: recent.createdAt }, ours) ? undefined : { recent, revision };
}

/**
 * Does a deployment wait at a pause of ours? Only where the owner had none at these stages, and it began before ours were taken out of the
 * service again, or they never were.
 */
async function carriesOurPause(
  ports: StrangerPorts,
  { key, cluster }: ServiceSettings,
  { createdAt }: RecentDeployment,
): Promise<boolean> {
  const ours = await lastThatChanged(ports, key);
  if (ours === undefined || ownerPausesAtGates(ours.found)) return false;
  if (createdAt < ours.startedAt) return false;
  if (ours.endedAt === undefined || createdAt <= ours.endedAt) return true;
  const now = await ports.ecs.service(cluster, partsOf(key).name);
  return now !== undefined && hasOurPause(now.deploymentConfiguration);
}
