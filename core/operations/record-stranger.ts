import type { Deployment, Verdict } from '../domain/deployment.ts';
import type { LogLine } from '../domain/log-line.ts';
import { partsOf, type ServiceKey } from '../domain/names.ts';
import { isTerminal } from '../domain/progress.ts';
import { groupIdOf, productionGroup } from '../domain/serving.ts';
import { isOurs, strangerId } from '../domain/strangers.ts';
import type { ServiceDeploymentStatus } from '../domain/truth.ts';
import type { RecentDeployment } from '../ports.ts';
import { dueFrom, type StrangerPorts } from './let-stranger-through.ts';
import { outsideDeployment } from './outside-deployment.ts';
import { recentOfOurs } from './recent-of-ours.ts';

const VERDICTS: Readonly<Partial<Record<ServiceDeploymentStatus, Verdict>>> = {
  SUCCESSFUL: 'SUCCEEDED',
  ROLLBACK_SUCCESSFUL: 'ROLLED_BACK',
  STOPPED: 'SUPERSEDED',
  ROLLBACK_FAILED: 'STUCK',
};

/**
 * A service deployment ended while none of ours holds the lock. Where the newest (or the one named by its ARN) is not ours and ended
 * well, the history says so and the head says what serves. One that ended otherwise is written down only if it was let through before.
 * Safe to repeat.
 */
export async function recordStranger(
  ports: StrangerPorts,
  service: ServiceKey,
  serviceDeployment?: string,
): Promise<'recorded' | 'nothing'> {
  const { live, serving } = await ports.deployments.head(service);
  if (live !== undefined) return 'nothing';
  const settings = (await ports.services.get(service))?.settings;
  const recent = settings === undefined ? [] : await ports.ecs.recent(settings.cluster, partsOf(service).name);
  const seen = serviceDeployment === undefined ? recent[0] : recent.find(({ arn }) => arn === serviceDeployment);
  // A service that was unadopted, or a deployment that ECS has forgotten, is not waited for.
  if (settings === undefined || seen?.target === undefined) return settle(ports, service, serviceDeployment, 'nothing');
  if (!isTerminal(seen.status)) {
    if (serviceDeployment !== undefined)
      await ports.deployments.noteStranger(service, serviceDeployment, dueFrom(ports));
    return 'nothing';
  }
  if (seen.arn === serving?.serviceDeployment) return settle(ports, service, serviceDeployment, 'nothing');
  const noted = await ports.deployments.get(strangerId(service, seen.arn));
  if (noted === undefined && seen.status !== 'SUCCESSFUL') return settle(ports, service, serviceDeployment, 'nothing');
  const [revision] = await ports.ecs.revisions([seen.target]);
  if (revision === undefined) return 'nothing';
  const { taskDefinition } = revision;
  if (noted === undefined && isOurs({ ...seen, taskDefinition }, await recentOfOurs(ports, service))) return 'nothing';
  const deployment = noted ?? (await outsideDeployment(ports, settings, seen, revision, serving));
  if (deployment === undefined) return 'nothing';

  const ended =
    noted?.status === 'ended'
      ? noted
      : endedAs(deployment, seen, seen.endedAt ?? new Date(ports.clock.now()).toISOString());
  const fresh = await ports.deployments.record(ended, lineOf(ended));
  // Also when it was recorded before: somebody may have been interrupted between the two. What is not the newest serves no more.
  if (ended.verdict === 'SUCCEEDED' && seen === recent[0]) {
    const group = productionGroup(revision);
    await ports.deployments.noteServing(service, {
      ...ended.to,
      taskDefinition,
      serviceDeployment: seen.arn,
      ...(group !== undefined && { group: groupIdOf(group) }),
    });
  }
  return settle(ports, service, seen.arn, fresh ? 'recorded' : 'nothing');
}

async function settle<Outcome>(
  { deployments }: StrangerPorts,
  service: ServiceKey,
  serviceDeployment: string | undefined,
  outcome: Outcome,
): Promise<Outcome> {
  if (serviceDeployment !== undefined) await deployments.forgetStranger(service, serviceDeployment);
  return outcome;
}

function endedAs(deployment: Deployment, { status }: RecentDeployment, endedAt: string): Deployment {
  const verdict = VERDICTS[status] ?? 'STUCK';
  return { ...deployment, status: 'ended', verdict, because: `ECS says ${status}; Belay did not do it`, endedAt };
}

function lineOf(deployment: Deployment): LogLine {
  const { id, service, verdict, because, to, from, by, endedAt = '' } = deployment;
  const well = verdict === 'SUCCEEDED';
  return {
    deployment: id,
    service,
    seq: 3,
    event: well ? 'version:update:complete' : 'version:update:error',
    at: endedAt,
    text: well
      ? `${to.version} serves: somebody deployed it outside Belay`
      : `A deployment outside Belay of ${to.version} ended: ${because}`,
    data: { verdict, because, by, version: to.version, digest: to.digest, from: from?.version ?? null },
  };
}
