import { extraTasks } from '../extra-tasks.ts';
import { type Finding, findingsOf } from '../finding.ts';
import { seenOf } from '../seen.ts';
import type { ServiceSettings } from '../service.ts';
import type { ServiceTruth } from '../truth.ts';
import type { Reading } from './reading.ts';

/** Service Quotas' codes of "Fargate On-Demand vCPU resource count" and "Fargate Spot vCPU resource count". */
const QUOTAS = { 'on-demand': 'L-3032A538', spot: 'L-36FBB829' } as const;
/** CPU units of a vCPU. */
const VCPU = 1024;

/** How a service runs on Fargate. `mixed`: on demand and Spot, in parts that ECS chooses. `undefined`: it does not. */
export function fargateOf({
  launchType,
  capacityProviders,
}: Pick<ServiceTruth, 'launchType' | 'capacityProviders'>): 'on-demand' | 'spot' | 'mixed' | undefined {
  const onDemand = launchType === 'FARGATE' || capacityProviders.includes('FARGATE');
  const spot = capacityProviders.includes('FARGATE_SPOT');
  if (onDemand && spot) return 'mixed';
  if (spot) return 'spot';
  return onDemand ? 'on-demand' : undefined;
}

/** Is there room for the new tasks beside the old ones? */
export function checkRoom(reading: Reading): readonly Finding[] {
  const service = seenOf(reading.ecs);
  if (service === undefined) return [];
  const tasks = tasksBeside(reading.settings, service);
  return [checkCapacity(reading, service, tasks), ...checkAddresses(reading, service, tasks), ...checkSpot(service)];
}

/** At the most: which strategy `auto` comes to may depend on the day. */
function tasksBeside({ strategy, strategies }: ServiceSettings, service: ServiceTruth): number {
  if (strategy === 'auto') return service.desiredCount;
  const { maximumPercent: maximum } = strategies?.rolling ?? {};
  return extraTasks(strategy, { ...(maximum !== undefined && { maximum }) }, service);
}

function checkCapacity({ fargate, taskDefinition }: Reading, service: ServiceTruth, tasks: number): Finding {
  const find = findingsOf('capacity');
  const { name } = service;
  const how = fargateOf(service);
  const cpu = seenOf(taskDefinition)?.cpu;
  const needed = cpu === undefined ? undefined : (tasks * cpu) / VCPU;
  const more = `${tasks} more tasks${needed === undefined ? '' : ` (${needed} vCPU)`} run while both versions do`;
  if (how === undefined)
    return find.unknown(name, `${more}, on instances that Belay cannot see`, 'aws ecs describe-capacity-providers');
  const code = QUOTAS[how === 'spot' ? 'spot' : 'on-demand'];
  const get = `aws service-quotas get-service-quota --service-code fargate --quota-code ${code}`;
  if (how === 'mixed') return find.unknown(name, `${more}, on demand and as Spot, in parts that ECS chooses`, get);
  if ('unseen' in fargate) return find.unknown(name, `${more}, and CloudWatch did not say: ${fargate.unseen}`, get);
  if (fargate.seen === undefined || needed === undefined)
    return find.unknown(name, `${more}, and CloudWatch has no usage of Fargate of the last minutes`, get);
  const { most, taken } = fargate.seen;
  const free = `${Math.max(0, most - taken)} of ${most} vCPU are free`;
  if (needed <= most - taken) return find.ok(name, `${more}, and ${free}`);
  const ask = `aws service-quotas request-service-quota-increase --service-code fargate --quota-code ${code} --desired-value ${Math.ceil(taken + needed)}`;
  return find.refused('Unsupported', name, `${more}, and only ${free}`, ask);
}

function checkAddresses({ addresses }: Reading, { subnets }: ServiceTruth, tasks: number): readonly Finding[] {
  if (subnets.length === 0) return [];
  const find = findingsOf('addresses');
  const describe = `aws ec2 describe-subnets --subnet-ids ${subnets.join(' ')} --query 'Subnets[].[SubnetId,AvailableIpAddressCount]'`;
  const more = `${tasks} more addresses are taken`;
  if ('unseen' in addresses)
    return [find.unknown(subnets.join(', '), `${more}, and Amazon EC2 did not say: ${addresses.unseen}`, describe)];
  const free = Object.values(addresses.seen).reduce((sum, one) => sum + one, 0);
  if (free < tasks)
    return [find.refused('Unsupported', subnets.join(', '), `${more}, and only ${free} are free`, describe)];
  const full = tasks === 0 ? [] : subnets.filter((subnet) => addresses.seen[subnet] === 0);
  return [
    find.ok(subnets.join(', '), `${more}, and ${free} are free`),
    ...full.map((subnet) =>
      find.warning(subnet, 'no address is free: a task that ECS places here does not start', describe),
    ),
  ];
}

function checkSpot({ name, capacityProviders }: ServiceTruth): readonly Finding[] {
  if (!capacityProviders.includes('FARGATE_SPOT')) return [];
  const because = 'FARGATE_SPOT may take tasks away in the middle of a deployment';
  return [findingsOf('spot').warning(name, because, 'Keep a base of tasks on FARGATE.')];
}
