import type { ServiceRevision } from '@aws-sdk/client-ecs';
import type { RevisionRecord, ServiceRecord } from '../state.ts';
import { dated } from './dated.ts';

/** A service revision as DescribeServiceRevisions gives it: `containerImages` and `resolvedConfiguration` say what really runs and where. */
export function describeRevision(service: ServiceRecord | undefined, revision: RevisionRecord): ServiceRevision {
  return {
    serviceRevisionArn: revision.arn,
    serviceArn: revision.serviceArn,
    clusterArn: service?.clusterArn,
    taskDefinition: revision.taskDefinition,
    ...revision.settings,
    containerImages: revision.containerImages,
    guardDutyEnabled: false,
    createdAt: dated(revision.createdAt),
    resolvedConfiguration: {
      loadBalancers: revision.groups.map(({ group, productionRule }) => ({
        targetGroupArn: group,
        productionListenerRule: productionRule,
      })),
    },
  };
}
