import { type Finding, findingsOf } from '../finding.ts';
import { seenOf } from '../seen.ts';
import type { Reading } from './reading.ts';

/** Did the owner say that Belay may deploy this service? The stack's rights ask for the tag, and Belay may not set it. */
export function checkManagedTag({ ecs }: Pick<Reading, 'ecs'>): readonly Finding[] {
  const service = seenOf(ecs);
  if (service === undefined) return [];
  const find = findingsOf('managed-tag');
  if (service.managed) return [find.ok(service.name, 'tagged belay:managed=true')];
  const next = `aws ecs tag-resource --resource-arn ${service.arn} --tags key=belay:managed,value=true`;
  return [find.refused('NotAllowed', service.name, 'its owner did not tag it belay:managed=true', next)];
}
