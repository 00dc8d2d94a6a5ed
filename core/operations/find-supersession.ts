import type { Deployment } from '../domain/deployment.ts';
import type { Ports, RecentDeployment } from '../ports.ts';

/** Where it failed or is going back it puts nothing in charge: who goes back over it takes nothing from anybody. */
const STANDS: readonly string[] = ['PENDING', 'IN_PROGRESS', 'SUCCESSFUL'];

/**
 * Says what somebody deployed around Belay since one of ours began, as the reason why ours leaves it alone: a version that is neither the one
 * that ours is about nor the one before. Those two deployed again are no other version, whoever did it. `undefined`: nothing of the kind.
 */
export async function findSupersession(
  { ecs }: Pick<Ports, 'ecs'>,
  { startedAt, from, to }: Pick<Deployment, 'startedAt' | 'from' | 'to'>,
  container: string,
  newest: RecentDeployment | undefined,
): Promise<string | undefined> {
  if (newest?.target === undefined || newest.createdAt <= startedAt) return undefined;
  if (!STANDS.includes(newest.status)) return undefined;
  const [revision] = await ecs.revisions([newest.target]);
  const digest = revision?.digests[container];
  if (digest === undefined || digest === to.digest || digest === from?.digest) return undefined;
  return `somebody deployed around Belay (${newest.arn}, ${newest.status}): ${digest.slice(0, 19)} in ${container}`;
}
