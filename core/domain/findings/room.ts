import { type Finding, findingsOf } from '../finding.ts';
import { seenOf } from '../seen.ts';
import type { Reading } from './reading.ts';

/** Service Quotas' code of "Fargate On-Demand vCPU resource count". */
const FARGATE_VCPU = 'L-3032A538';

/** Is there room for the new tasks beside the old ones? Belay may read neither quotas nor subnets, and says what to look for. */
export function checkRoom({ ecs, taskDefinition }: Reading): readonly Finding[] {
  const service = seenOf(ecs);
  if (service === undefined) return [];
  const { desiredCount, launchType, capacityProviders, subnets } = service;
  const fargate = launchType === 'FARGATE' || capacityProviders.some((name) => name.startsWith('FARGATE'));
  const cpu = seenOf(taskDefinition)?.cpu;
  const vcpu = cpu === undefined ? '' : ` (${(desiredCount * cpu) / 1024} vCPU)`;
  const more = `${desiredCount} more tasks${vcpu} run while both versions do`;
  return [
    fargate
      ? findingsOf('capacity').unknown(
          service.name,
          `${more}, and Belay has no right to read quotas`,
          `aws service-quotas get-service-quota --service-code fargate --quota-code ${FARGATE_VCPU}`,
        )
      : findingsOf('capacity').unknown(
          service.name,
          `${more}, on instances that Belay cannot see`,
          'aws ecs describe-capacity-providers',
        ),
    ...(subnets.length === 0
      ? []
      : [
          findingsOf('addresses').unknown(
            subnets.join(', '),
            `${desiredCount} more addresses are taken, and Belay has no right to read subnets`,
            `aws ec2 describe-subnets --subnet-ids ${subnets.join(' ')} --query 'Subnets[].[SubnetId,AvailableIpAddressCount]'`,
          ),
        ]),
    ...(capacityProviders.includes('FARGATE_SPOT')
      ? [
          findingsOf('spot').warning(
            service.name,
            'FARGATE_SPOT may take tasks away in the middle of a deployment',
            'Keep a base of tasks on FARGATE.',
          ),
        ]
      : []),
  ];
}
