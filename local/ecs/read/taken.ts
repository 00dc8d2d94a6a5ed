import type { TaskRecord } from '../state.ts';
import type { World } from '../world.ts';

/** CPU units of a vCPU. */
const VCPU = 1024;

/** vCPU of the tasks that run on Fargate, as Fargate counts them against the account's quota. */
export function fargateVcpu(world: World, how: 'on-demand' | 'spot'): number {
  const units = tasksOf(world)
    .filter(({ launchType, capacityProviderStrategy: [provider] = [] }) =>
      how === 'spot'
        ? provider?.capacityProvider === 'FARGATE_SPOT'
        : launchType === 'FARGATE' && provider?.capacityProvider !== 'FARGATE_SPOT',
    )
    .map(({ taskDefinition }) => Number(world.store.definitions.taskDefinitions[taskDefinition]?.definition.cpu ?? 0));
  return units.reduce((sum, one) => sum + one, 0) / VCPU;
}

/** Addresses that tasks of services have in a subnet: they are spread over the subnets of their service. */
export function addressesIn(world: World, subnet: string): number {
  const counts = new Map<string, number>();
  let taken = 0;
  for (const { serviceArn = '', revision = '' } of tasksOf(world)) {
    const { settings } = world.store.services.revisions[revision] ?? {};
    const subnets = settings?.networkConfiguration?.awsvpcConfiguration?.subnets ?? [];
    const before = counts.get(serviceArn) ?? 0;
    counts.set(serviceArn, before + 1);
    if (subnets[before % Math.max(1, subnets.length)] === subnet) taken++;
  }
  return taken;
}

function tasksOf({ store }: World): readonly TaskRecord[] {
  return Object.values(store.services.tasks).filter(({ lastStatus }) => lastStatus !== 'STOPPED');
}
