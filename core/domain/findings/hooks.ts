import { serviceWords } from '../command-words.ts';
import { hidesHooks, ownerPausesAtGates } from '../deployment-configuration.ts';
import { type Finding, findingsOf } from '../finding.ts';
import { readOwnerConfiguration } from '../owner-configuration.ts';
import { seenOf } from '../seen.ts';
import type { ServiceTruth } from '../truth.ts';
import type { Reading } from './reading.ts';

/** Are there hooks of the owner's that Belay could not keep, or that pause where Belay does? */
export function checkHooks({ ecs }: Reading): readonly Finding[] {
  const service = seenOf(ecs);
  if (service === undefined) return [];
  const find = findingsOf('hooks');
  const { name, deploymentConfiguration: found } = service;
  const without = withoutHooks(service);
  const pauses = hidesHooks(found)
    ? [
        find.refused(
          'Unsupported',
          name,
          'ECS does not show its PAUSE hook whole, so it could not be put back',
          without,
        ),
      ]
    : ownerPausesAtGates(found)
      ? [find.warning(name, 'a PAUSE hook of its own stands where Belay judges: rolling alone is possible', without)]
      : [];
  return [...pauses, ...checkHookRoles(service)];
}

/** ECS is handed the role of each Lambda hook with every change of the service. */
export function checkHookRoles(service: ServiceTruth): readonly Finding[] {
  const find = findingsOf('hooks');
  return readOwnerConfiguration(service.deploymentConfiguration).lambdaHooks.map(({ target, role }) =>
    find.refused(
      'NotAllowed',
      target,
      `ECS is handed its role ${role} with every change of the service, and the stack may not: it needs iam:PassRole on it for ecs.amazonaws.com`,
      withoutHooks(service),
    ),
  );
}

function withoutHooks(service: ServiceTruth): string {
  return `aws ecs update-service ${serviceWords(service)} --deployment-configuration 'lifecycleHooks=[]'`;
}
