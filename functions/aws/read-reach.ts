import type { Reach } from '../../core/domain/reach.ts';

/** What the stack wrote into the function's variables, lists with commas: clusters, role ARNs, log groups. */
export function readReach(clusters: string, taskRoles: string, logGroups: string): Reach {
  return {
    clusters: clusters.split(','),
    taskRoles: taskRoles.split(','),
    logGroups: logGroups.split(','),
  };
}
