import type { Digest } from '../domain/names.ts';
import { Refused } from '../domain/refused.ts';
import type { TaskDefinitionTruth } from '../domain/task-definition.ts';
import type { FoundService, RevisionTruth } from '../domain/truth.ts';
import type { Ports } from '../ports.ts';

/**
 * What a service runs, by digest. ECS resolves a tag such as `latest` once for each service revision and says to which digest; where
 * that was switched off, its tasks say it, if they agree.
 */
export async function readFoundService(
  ports: Pick<Ports, 'ecs'>,
  { cluster, name, taskDefinition, revisions }: FoundService,
): Promise<{
  readonly definition: TaskDefinitionTruth;
  readonly digests: Readonly<Record<string, Digest>>;
  readonly revision: RevisionTruth | undefined;
}> {
  const [revision] = await ports.ecs.revisions(revisions.slice(0, 1));
  const arn = revision?.taskDefinition ?? taskDefinition;
  const definition = await ports.ecs.taskDefinition(arn);
  if (definition === undefined)
    throw new Refused(
      'NotRunning',
      `${cluster}/${name} runs ${arn}, which was deleted. Move it to one that is there first.`,
    );
  const resolved = revision?.digests ?? {};
  if (revision === undefined || definition.containers.every((container) => resolved[container.name] !== undefined))
    return { definition, digests: resolved, revision };
  const tasks = await ports.ecs.tasksOf(cluster, name, 'RUNNING');
  const agreed = definition.containers.flatMap((container): [string, Digest][] => {
    const [digest, ...others] = new Set(tasks.flatMap((task) => task.digests[container.name] ?? []));
    return digest === undefined || others.length > 0 ? [] : [[container.name, digest]];
  });
  return { definition, digests: { ...Object.fromEntries(agreed), ...resolved }, revision };
}
