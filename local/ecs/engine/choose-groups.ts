import type { DeploymentStrategy, LoadBalancer } from '@aws-sdk/client-ecs';
import type { RevisionRecord, ServingGroup } from '../state.ts';
import type { Switches } from '../switches.ts';

/**
 * Which target group each load balancer of a new revision uses. The groups change roles with every deployment of the
 * blue/green family: the new revision takes the one that the serving revision does not use.
 */
export function chooseGroups(
  loadBalancers: readonly LoadBalancer[],
  strategy: DeploymentStrategy | undefined,
  serving: RevisionRecord | undefined,
  switches: Switches,
): ServingGroup[] {
  return loadBalancers.map(({ targetGroupArn = '', containerName = '', containerPort = 0, advancedConfiguration }) => {
    const alternate = advancedConfiguration?.alternateTargetGroupArn;
    if (alternate === undefined) return { group: targetGroupArn, containerName, containerPort };
    const taken = serving?.groups.map(({ group }) => group) ?? [];
    const alternateServes = taken.includes(alternate);
    const primary =
      strategy === 'ROLLING'
        ? !alternateServes || switches.rollingTargetGroup === 'primary'
        : alternateServes || !taken.includes(targetGroupArn);
    return {
      containerName,
      containerPort,
      group: primary ? targetGroupArn : alternate,
      other: primary ? alternate : targetGroupArn,
      productionRule: advancedConfiguration?.productionListenerRule,
      testRule: advancedConfiguration?.testListenerRule,
    };
  });
}

/**
 * The groups of a revision that comes back without any task left. Where traffic is shifted it takes the partner of each
 * group that the failed revision holds; where tasks are rolled it takes the very groups.
 */
export function groupsForReturn(
  manner: 'roll' | 'shift',
  failed: readonly ServingGroup[],
  returning: readonly ServingGroup[],
): ServingGroup[] {
  return returning.map((group) => {
    const held = failed.some((other) => other.group === group.group);
    const swap = manner === 'shift' ? held : !held;
    return swap && group.other !== undefined ? { ...group, group: group.other, other: group.group } : group;
  });
}

/** Whether two revisions take their requests from the same target groups. */
export function sameGroups(one: readonly ServingGroup[], other: readonly ServingGroup[]): boolean {
  return one.every(({ group }) => other.some((taken) => taken.group === group));
}
