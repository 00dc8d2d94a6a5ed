import type { DescribeServiceDeploymentsResponse, ListServiceDeploymentsResponse } from '@aws-sdk/client-ecs';
import type { Load } from '../../../local/load/start-load.ts';
import { until } from '../../../local/story/api.ts';
import { asOwner } from '../as-owner.ts';
import type { Lane, Told } from './lane.ts';
import type { Phase } from './scenarios.ts';

/** Waits until a deployment of `version` is at a phase, or has ended before it came there. */
export async function reach(lane: Lane, load: Load, version: string, phase: Phase): Promise<void> {
  await until(`${version} at ${phase}`, 90, async () => {
    const newest = await lane.newest();
    if (newest?.to.version !== version) return undefined;
    return newest.status === 'ended' || (await isAt(lane, load, newest, phase)) || undefined;
  });
}

async function isAt(lane: Lane, load: Load, { id, to }: Told, phase: Phase): Promise<boolean> {
  // Tasks that are replaced in place have no gates: the first answers of the new version are its first share.
  if (lane.name === 'api' && phase === 'first share') return (load.report().byVersion[to.version] ?? 0) > 0;
  if (lane.name === 'api') return (await stageOf(lane)) === 'BAKE_TIME';
  const { log } = await lane.world.api.get<Told>(`/deployments/${id}`);
  const said = (text: RegExp): number => log.filter((line) => text.test(line.text)).length;
  if (phase === 'bake') return said(/^All traffic is on the new version/) > 0;
  return said(/^\d+ % of the traffic is on the new version/) >= (phase === 'later share' ? 2 : 1);
}

/** Where ECS says that its newest deployment of the service is. */
async function stageOf({ world: { world }, name }: Lane): Promise<string | undefined> {
  const of = { cluster: 'example', service: name };
  const list = await asOwner<ListServiceDeploymentsResponse>(world, 'ecs', 'ListServiceDeployments', of);
  const arns = { serviceDeploymentArns: list.serviceDeployments?.slice(0, 1).map((one) => one.serviceDeploymentArn) };
  const described = await asOwner<DescribeServiceDeploymentsResponse>(world, 'ecs', 'DescribeServiceDeployments', arns);
  return described.serviceDeployments?.[0]?.lifecycleStage;
}
