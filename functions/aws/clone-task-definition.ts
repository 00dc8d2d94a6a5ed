import type { RegisterTaskDefinitionCommandInput, TaskDefinition } from '@aws-sdk/client-ecs';
import { Refused } from '../../core/domain/refused.ts';

/** A copy of a task definition, ready to be registered, with other images in the named containers. Everything else stays as it is. */
export function cloneTaskDefinition(
  arn: string,
  original: TaskDefinition,
  images: Readonly<Record<string, string>>,
  tags: Readonly<Record<string, string>>,
): RegisterTaskDefinitionCommandInput {
  if (original.family === undefined || original.containerDefinitions === undefined)
    throw new Error(`ECS answered without the family or the containers of ${arn}`);
  // What ECS adds by itself is not taken by RegisterTaskDefinition.
  const {
    taskDefinitionArn: _arn,
    revision: _revision,
    status: _status,
    requiresAttributes: _attributes,
    compatibilities: _compatibilities,
    registeredAt: _at,
    registeredBy: _by,
    deregisteredAt: _gone,
    family,
    containerDefinitions,
    ...rest
  } = original;
  const missing = Object.keys(images).filter(
    (name) => !containerDefinitions.some((container) => container.name === name),
  );
  if (missing.length > 0)
    throw new Refused(
      'BadRequest',
      `${arn} has no container ${missing.join(', ')}. Its containers are ${containerDefinitions.map(({ name }) => name).join(', ')}. Name one of them: \`belay services put\`.`,
    );
  return {
    ...rest,
    family,
    containerDefinitions: containerDefinitions.map((container) => ({
      ...container,
      image: images[container.name ?? ''] ?? container.image,
    })),
    tags: Object.entries(tags).map(([key, value]) => ({ key, value })),
  };
}
