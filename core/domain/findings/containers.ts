import { type Finding, findingsOf } from '../finding.ts';
import { parseEcrHost, parseImageName } from '../image-name.ts';
import { seenOf } from '../seen.ts';
import type { ContainerTruth } from '../task-definition.ts';
import type { Reading } from './reading.ts';

/** Has the task definition the containers that Belay is to deploy, and do they run what Belay would put there? */
export function checkContainers({ settings, taskDefinition, ecs }: Reading): readonly Finding[] {
  const definition = seenOf(taskDefinition);
  if (definition === undefined) return [];
  const [, , , region, account] = seenOf(ecs)?.arn.split(':') ?? [];
  return Object.entries(settings.containers).flatMap(([name, repository]): readonly Finding[] => {
    const find = findingsOf('containers');
    const container = definition.containers.find((one) => one.name === name);
    if (container !== undefined) return checkRegistry(container, repository, { account, region });
    const names = definition.containers.map((one) => one.name).join(', ');
    const because = `${definition.arn} has no such container; its containers are ${names}`;
    return [find.refused('BadRequest', name, because, `belay services put ${settings.key} --file service.json`)];
  });
}

function checkRegistry(
  { name, image }: ContainerTruth,
  repository: string,
  here: { readonly account: string | undefined; readonly region: string | undefined },
): readonly Finding[] {
  const find = findingsOf('repository');
  const running = parseImageName(image);
  const place = parseEcrHost(running.registry);
  const ours = place !== undefined && place.account === here.account && place.region === here.region;
  if (ours && running.repository === repository)
    return [find.ok(name, `runs ${repository}, of this account and Region`)];
  const because = `runs ${image}, and Belay would put an image of ${repository} in ${here.region ?? 'this Region'} in its place`;
  return [find.warning(name, because, `belay versions ${repository}`)];
}
