import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DescribeServiceDeploymentsResponse, ListServiceDeploymentsResponse } from '@aws-sdk/client-ecs';
import type { LoadReport } from '../../../local/load/load-report.ts';
import type { Load } from '../../../local/load/start-load.ts';
import { until } from '../../../local/story/api.ts';
import { asOwner } from '../as-owner.ts';
import { type Lane, type Told, told } from './lane.ts';
import type { Phase, Scenario } from './scenarios.ts';
import { type Flaw, turnsBad } from './turns-bad.ts';

/** How one deployment went, as everybody saw it. */
export interface Played {
  readonly version: string;
  readonly digest: string;
  readonly exitCode: number;
  readonly deployment: Told;
  /** What an alarm after success led to. */
  readonly rollback: Told | undefined;
  readonly visitors: LoadReport;
  readonly configuration: { readonly before: object | undefined; readonly after: object | undefined };
  /** By `belay status`. */
  readonly running: string;
  /** By the answers of the load balancer. */
  readonly answering: readonly (string | null)[];
}

const FLAWS: Readonly<Partial<Record<Phase, Flaw>>> = { start: 'dies' };

/** Deploys a version under visitors, and turns it bad when its moment has come. */
export async function play(lane: Lane, { strategy, bad }: Scenario): Promise<Played> {
  const version = lane.nextVersion();
  const file = join(lane.world.folder, `${lane.name}-${version}-is-bad`);
  const flaw = bad === 'before traffic' ? (lane.name === 'web' ? 'check' : 'unhealthy') : FLAWS[bad ?? 'bake'];
  const digest = await lane.world.push(lane.name, version, turnsBad({ version, file, flaw }));
  const load = lane.load();
  try {
    await lane.quiet();
    const before = await lane.configuration();
    const words = ['deploy', lane.service, version, '--strategy', strategy, ...timesOf(strategy, bad)];
    const deploying = lane.belay(...words, '--watch', '--timeout', '120', '--json');
    if (bad !== undefined && flaw === undefined && bad !== 'watch window') {
      await moment(lane, load, version, strategy, bad);
      writeFileSync(file, '');
    }
    const ran = await deploying;
    if (bad === 'watch window') writeFileSync(file, '');
    const rollback = bad === 'watch window' ? await rolledBack(lane) : undefined;
    const status = await lane.belay('status', lane.service, '--json');
    return {
      version,
      digest,
      exitCode: ran.exitCode,
      deployment: told(ran),
      rollback,
      configuration: { before, after: await lane.configuration() },
      running: JSON.stringify(status.json),
      answering: await lane.answering(),
      visitors: await load.stop(),
    };
  } finally {
    await load.stop();
    if (bad !== undefined) await lane.belay('lift', lane.service, '--digest', digest);
  }
}

/** Short bakes, except where the version turns bad: there the alarm must come before the bake is over. */
function timesOf(strategy: Scenario['strategy'], bad: Phase | undefined): readonly string[] {
  const bake = ['--bake', bad === 'bake' ? '20m' : '1m'];
  const share = bad === 'first share' ? '20m' : bad === 'later share' ? '5m' : '1m';
  if (strategy === 'canary') return [...bake, '--percent', '50', '--step-bake', share];
  if (strategy === 'linear') return [...bake, '--percent', '40', '--step-bake', share];
  return bake;
}

/** Waits for the moment in which the version turns bad, or for the end, if that comes first. */
async function moment(lane: Lane, load: Load, version: string, strategy: Scenario['strategy'], bad: Phase): Promise<void> {
  const gates = lane.name === 'web';
  await until(`${strategy} at ${bad}`, 90, async () => {
    const { id, to, status } = await lane.newest();
    if (to.version !== version) return undefined;
    if (status === 'ended') return true;
    if (!gates && bad === 'first share') return (load.report().byVersion[version] ?? 0) > 0 || undefined;
    if (!gates) return (await stageOf(lane)) === 'BAKE_TIME' || undefined;
    const { log } = await lane.world.api.get<Told>(`/deployments/${id}`);
    const shares = log.filter(({ text }) => text.startsWith('A share of the traffic is on')).length;
    if (bad === 'bake') return log.some(({ text }) => text.startsWith('All traffic is on')) || undefined;
    return shares >= (bad === 'later share' ? 2 : 1) || undefined;
  });
}

/** Where ECS says that its newest deployment of the service is. */
async function stageOf({ world: { world }, name }: Lane): Promise<string | undefined> {
  const of = { cluster: 'example', service: name };
  const list = await asOwner<ListServiceDeploymentsResponse>(world, 'ecs', 'ListServiceDeployments', of);
  const arn = list.serviceDeployments?.[0]?.serviceDeploymentArn;
  const { serviceDeployments } = await asOwner<DescribeServiceDeploymentsResponse>(
    world,
    'ecs',
    'DescribeServiceDeployments',
    { serviceDeploymentArns: [arn] },
  );
  return serviceDeployments?.[0]?.lifecycleStage;
}

/** The deployment that an alarm in the watch window began, when it has ended. */
async function rolledBack(lane: Lane): Promise<Told> {
  const { id } = await until('the way back', 60, async () => {
    const newest = await lane.newest();
    return newest.kind === 'rollback' ? newest : undefined;
  });
  return told(await lane.belay('watch', id, '--timeout', '120', '--json'));
}
