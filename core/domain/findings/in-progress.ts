import { type Finding, findingsOf } from '../finding.ts';
import type { Reading } from './reading.ts';

/** Is anything under way that a deployment would have to wait for, or would supersede? */
export function checkInProgress({ settings: { key, cluster }, live, underWay }: Reading): readonly Finding[] {
  const find = findingsOf('in-progress');
  if (live !== undefined)
    return [find.refused('DeploymentInProgress', key, `${live} is under way`, `belay watch ${live}`)];
  const list = `aws ecs list-service-deployments --cluster ${cluster} --service ${key.split('/')[1]}`;
  if ('unseen' in underWay) return [find.unknown(key, `ECS did not say: ${underWay.unseen}`, list)];
  if (underWay.seen === undefined) return [find.ok(key, 'no deployment is under way')];
  const because = `ECS has a deployment under way that Belay did not start (${underWay.seen}), and another would supersede it`;
  return [find.refused('DeploymentInProgress', key, because, list)];
}
