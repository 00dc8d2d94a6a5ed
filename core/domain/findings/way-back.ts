import { serviceWords } from '../command-words.ts';
import { type Finding, findingsOf } from '../finding.ts';
import type { Reading } from './reading.ts';

/** Is there anything to go back to? */
export function checkWayBack({ settings: { key }, succeeded, ecs }: Reading): readonly Finding[] {
  const find = findingsOf('way-back');
  if (!('seen' in ecs) || ecs.seen === undefined) return [];
  const list = `aws ecs list-service-deployments ${serviceWords(ecs.seen)} --status SUCCESSFUL`;
  if ('unseen' in succeeded) return [find.unknown(key, `ECS did not say: ${succeeded.unseen}`, list)];
  if (succeeded.seen) return [find.ok(key, 'ECS remembers a deployment that succeeded')];
  const because = 'no deployment of it has succeeded that ECS remembers, so there is no way back';
  return [find.warning(key, because, `belay deploy ${key} <version> --first`)];
}
