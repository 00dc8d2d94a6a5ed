import type { Deployment, Live, ServingRef, Verdict, Watch } from '../domain/deployment.ts';
import { foundConfiguration, isForward } from '../domain/deployment-configuration.ts';
import type { LogLine } from '../domain/log-line.ts';
import { mayGoBackByItself } from '../domain/made-alarm.ts';
import { type Digest, partsOf } from '../domain/names.ts';
import { secondsNeeded } from '../domain/past-seconds.ts';
import { Refused } from '../domain/refused.ts';
import { pointIdOf } from '../domain/rollback-point.ts';
import type { ServiceSettings, ServiceState } from '../domain/service.ts';
import { groupIdOf } from '../domain/serving.ts';
import { settingsFor } from '../domain/settings-for.ts';
import { tellVerdict } from '../domain/tell-verdict.ts';
import type { Ports } from '../ports.ts';
import { endWayBack } from './end-way-back.ts';
import { holdBack } from './hold-back.ts';
import { keepLastWords, type LastWordsPorts } from './keep-last-words.ts';
import { letStrangerThrough, type StrangerPorts } from './let-stranger-through.ts';
import { recordStranger } from './record-stranger.ts';
import { settlePointOf } from './settle-point.ts';
import { type StartQueuedPorts, startQueued } from './start-queued.ts';
import { endCheckTasks } from './stop-check-tasks.ts';

export type ClosePorts = StartQueuedPorts &
  Pick<Ports, 'deployments' | 'services' | 'ecs' | 'rollbackPoints' | 'checkRuns'> &
  LastWordsPorts &
  StrangerPorts;

/** How the machine says that it ended. */
export interface Closing {
  readonly outcome: 'succeeded' | 'rolled-back' | 'stuck' | 'refused' | 'superseded';
  readonly because: string;
}

const VERDICTS = {
  succeeded: 'SUCCEEDED',
  'rolled-back': 'ROLLED_BACK',
  stuck: 'STUCK',
  refused: 'REFUSED',
  superseded: 'SUPERSEDED',
} as const;

/**
 * Ends a deployment: the service is put back as it was found, what must not ship again is denied, the verdict is written and the lock
 * freed, and what waited for the lock starts, or what comes `next` instead. Every part may be repeated.
 */
export async function closeDeployment(
  ports: ClosePorts,
  deployment: Deployment,
  closing: Closing,
  next: () => Promise<void> = () => startQueued(ports, deployment.service),
): Promise<Verdict> {
  const { id, service } = deployment;
  const [state, head] = await Promise.all([ports.services.get(service), ports.deployments.head(service)]);
  if (state === undefined)
    throw new Refused(
      'UnknownService',
      `${service} was removed from Belay while ${id} was under way. \`belay adopt ${service}\` tells of it again.`,
    );
  const endedAt = new Date(ports.clock.now()).toISOString();
  const live = head.live?.id === id ? head.live : undefined;
  const asked = live?.stopRequested?.because;
  // A crash came between the verdict and the lock: the verdict stands.
  const verdict = deployment.verdict ?? verdictOf(closing, live);
  // ECS may finish what it was told to stop, and the alarm that asked is not seen again: it must not end as a success.
  if (
    deployment.verdict === undefined &&
    asked !== undefined &&
    closing.outcome === 'succeeded' &&
    deployment.kind === 'deploy'
  )
    throw new Refused('WrongVersionServes', asked);
  const failed =
    live?.phase === 'roll-back' ? await endCommands(ports, deployment, closing, state, endedAt) : undefined;
  const because = [reasonOf(closing, asked), ...(failed === undefined ? [] : [failed])].join('; ');
  const ended: Deployment = {
    ...deployment,
    status: 'ended',
    verdict,
    because,
    endedAt,
    ...(live?.taskDefinition !== undefined && { taskDefinition: live.taskDefinition }),
    ...(verdict === 'SUCCEEDED' && deployment.kind === 'deploy' && { needed: secondsNeeded(deployment, endedAt) }),
    ...(hasPoint(deployment, verdict) && { rollbackPoint: pointIdOf(id) }),
  };
  if (deployment.status !== 'ended') {
    await endCheckTasks(ports, id, settingsFor(state.settings, deployment.options));
    if (verdict !== 'REFUSED' && live !== undefined && live.phase !== 'planning') await putBack(ports, ended, state);
    const stranger = verdict === 'SUPERSEDED' ? await letThrough(ports, state.settings) : undefined;
    if (verdict === 'ROLLED_BACK' || verdict === 'STUCK') await hearLastWords(ports, ended);
    await holdWhereBad(ports, ended, state.settings, live);
    await settlePointOf(ports, ended);
    await ports.deployments.end(ended, lineFor(ended), afterwards(ended, state, live));
    if (stranger !== undefined) await recordStranger(ports, service, stranger);
  } else if (live !== undefined) {
    await ports.deployments.end(deployment, lineFor(deployment), afterwards(deployment, state, live));
  }
  await next();
  return deployment.verdict ?? verdict;
}

/** Why it ended as it did. Somebody asked for the way back: what somebody else deployed is the reason then, and what it came to where nothing is back. */
function reasonOf({ outcome, because }: Closing, asked: string | undefined): string {
  if (asked === undefined || outcome === 'superseded') return because;
  if (outcome !== 'stuck') return asked;
  return because.startsWith(asked) ? because : `${asked}; ${because}`;
}

/** Commands of the way back that did not go well. What has its verdict was told before. */
async function endCommands(
  ports: ClosePorts,
  deployment: Deployment,
  { outcome }: Closing,
  { settings: { cluster } }: ServiceState,
  at: string,
): Promise<string | undefined> {
  if (deployment.status === 'ended') return undefined;
  return endWayBack(ports, deployment, { cluster, back: outcome === 'rolled-back' || outcome === 'succeeded', at });
}

/** Who deployed around us may stand at a pause that was meant for us. Gives their service deployment's ARN. */
async function letThrough(ports: ClosePorts, { key, cluster }: ServiceSettings): Promise<string | undefined> {
  const [newest] = await ports.ecs.recent(cluster, partsOf(key).name);
  if (newest !== undefined) await letStrangerThrough(ports, key, newest.arn);
  return newest?.arn;
}

/** What tasks said before they died explains a bad end, but nothing ends later for the want of it. */
async function hearLastWords(ports: ClosePorts, ended: Deployment): Promise<void> {
  try {
    await keepLastWords(ports, ended);
  } catch (error) {
    await ports.deployments.log({
      deployment: ended.id,
      service: ended.service,
      event: 'version:update:progress',
      at: ended.endedAt ?? ended.startedAt,
      text: `The last lines of its tasks could not be read: ${error instanceof Error ? error.message : error}`,
      data: {},
    });
  }
}

/** What a person cancelled before it had traffic was not rolled back: nobody ever saw it. */
function verdictOf({ outcome }: Closing, live: Live | undefined): Verdict {
  const back = outcome === 'rolled-back' || outcome === 'refused';
  return back && live?.stopRequested?.cancelled === true ? 'CANCELLED' : VERDICTS[outcome];
}

/** Was a rollback point captured for it? */
function hasPoint({ kind, from }: Deployment, verdict: Verdict): boolean {
  return kind === 'deploy' && from?.taskDefinition !== undefined && verdict !== 'REFUSED';
}

/** One UpdateService with that field alone: it starts nothing. Nothing was sent before the task definition was registered. */
async function putBack(ports: ClosePorts, deployment: Deployment, { settings }: ServiceState): Promise<void> {
  if (deployment.found === undefined) return;
  // Who deployed around us may have meant the settings that came with it.
  if (deployment.verdict === 'SUPERSEDED' && !(await isOurs(ports, deployment, settings))) return;
  const deploymentConfiguration = foundConfiguration(deployment.found);
  try {
    await ports.ecs.update(settings.cluster, partsOf(deployment.service).name, { deploymentConfiguration });
  } catch (error) {
    // Of a service that was deleted meanwhile nothing is left to be put back, and its deployment ends all the same.
    if (!(error instanceof Refused) || error.code !== 'NotRunning') throw error;
  }
}

/** Does the service still carry the settings that this deployment gave it? */
async function isOurs(
  ports: Pick<Ports, 'ecs'>,
  { service, plan, found = '{}' }: Deployment,
  { cluster }: ServiceSettings,
): Promise<boolean> {
  const ecs = await ports.ecs.service(cluster, partsOf(service).name);
  return ecs !== undefined && plan !== undefined && isForward(ecs.deploymentConfiguration, plan, found);
}

/** What was taken back does not ship again by itself, and automation keeps off until a person has looked. */
async function holdWhereBad(
  ports: ClosePorts,
  deployment: Deployment,
  settings: ServiceSettings,
  live: Live | undefined,
): Promise<void> {
  const bad = badVersion(deployment, live);
  if (bad === undefined) return;
  const { id, kind, by, to, reason, because = '', endedAt: since = '' } = deployment;
  const entry = {
    since,
    because: kind === 'rollback' ? `${by} went back to ${to.version}: ${reason}` : because,
    deployment: id,
  };
  const denied = { ...entry, digest: bad };
  // Who deployed around us has looked: what they did is nothing to keep automation from.
  if (deployment.verdict === 'SUPERSEDED') await ports.services.deny(settings.key, denied);
  else await holdBack(ports, settings, entry, denied);
}

/** The digest that proved bad: what a deployment failed to bring, or what a rollback left. The same image again is no news. */
function badVersion({ kind, verdict, from, to }: Deployment, live: Live | undefined): Digest | undefined {
  if (from?.digest === to.digest) return undefined;
  const wasGoingBack = live?.phase === 'roll-back' && live.stopRequested?.cancelled !== true;
  if (verdict === 'SUPERSEDED' && wasGoingBack) return kind === 'deploy' ? to.digest : from?.digest;
  if (kind === 'deploy') return verdict === 'ROLLED_BACK' || verdict === 'STUCK' ? to.digest : undefined;
  return verdict === 'SUCCEEDED' ? from?.digest : undefined;
}

function afterwards(
  deployment: Deployment,
  { settings }: ServiceState,
  live: Live | undefined,
): { serving?: ServingRef; watch?: Watch } {
  const { id, verdict, to, from, kind, plan, rollbackPoint, endedAt = '' } = deployment;
  // What ECS calls its last success: our own deployment where it ended well or went back to the point anew, else the one before.
  const deployed = { taskDefinition: live?.taskDefinition, serviceDeployment: live?.serviceDeployment };
  const known = deployed.taskDefinition !== undefined && deployed.serviceDeployment !== undefined ? deployed : {};
  if (verdict === 'SUCCEEDED') {
    // The last look proved that this group has the traffic. A way back may have taken another than its first try: it is read when needed.
    const group = kind === 'deploy' ? (live?.traffic ?? plan?.traffic)?.targetGroup : undefined;
    const until = new Date(Date.parse(endedAt) + settings.watch * 1000).toISOString();
    const watched = kind === 'deploy' && settings.watch > 0 && rollbackPoint !== undefined;
    return {
      serving: { ...to, ...known, ...(group !== undefined && { group: groupIdOf(group) }) },
      ...(watched && {
        watch: {
          deployment: id,
          rollbackPoint,
          until,
          ...(!mayGoBackByItself(settings, deployment.options) && { asks: true }),
          ...(live?.alarms && { alarms: live.alarms }),
        },
      }),
    };
  }
  if (from === undefined) return {};
  // What a way back deployed is its target, and never what it was to leave: where it did not end well, nobody knows what serves until it is read.
  if (kind === 'rollback' || live?.newerThan === undefined || verdict === 'SUPERSEDED') return { serving: from };
  // Deployed anew, it may stand in the other group.
  const { group: _, ...again } = from;
  return { serving: { ...again, ...known } };
}

function lineFor(deployment: Deployment): Omit<LogLine, 'seq'> {
  const { id, service, kind, to, from, verdict, because, startedAt, endedAt = startedAt } = deployment;
  const durationSeconds = Math.round((Date.parse(endedAt) - Date.parse(startedAt)) / 1000);
  const data = {
    verdict,
    because,
    version: to.version,
    digest: to.digest,
    from: from?.version ?? null,
    durationSeconds,
  };
  const done = kind === 'deploy' ? 'version:update:complete' : 'version:rollback:complete';
  const event = verdict === 'SUCCEEDED' ? done : 'version:update:error';
  return { deployment: id, service, event, at: endedAt, text: tellVerdict(deployment), data };
}
