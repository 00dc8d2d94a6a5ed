import { type Finding, findingsOf } from '../finding.ts';
import { partsOf } from '../names.ts';
import { whyUndrivable } from '../undrivable.ts';
import type { Reading } from './reading.ts';

/** Is there an active service, and one that Belay can drive? */
export function checkService({ settings, ecs }: Reading): readonly Finding[] {
  const find = findingsOf('service');
  const name = `${settings.cluster}/${partsOf(settings.key).name}`;
  const look = `aws ecs describe-services --cluster ${settings.cluster} --services ${partsOf(settings.key).name}`;
  if ('unseen' in ecs) {
    if (!ecs.denied) return [find.unknown(name, `ECS did not say: ${ecs.unseen}`, look)];
    const because = `the stack does not cover the cluster ${settings.cluster}`;
    return [find.refused('NotAllowed', name, because, `npx cdk deploy -c clusters=<those before>,${settings.cluster}`)];
  }
  const { seen } = ecs;
  if (seen === undefined) return [find.refused('NotRunning', name, 'ECS has no such service', look)];
  if (seen.status !== 'ACTIVE') return [find.refused('NotRunning', name, `ECS says that it is ${seen.status}`, look)];
  const undrivable = whyUndrivable(seen);
  if (undrivable === undefined) return [find.ok(name, `ACTIVE, driven by ECS, ${seen.desiredCount} tasks wanted`)];
  const { check, because, next } = undrivable;
  return [findingsOf(check).refused('Unsupported', name, because, next)];
}
