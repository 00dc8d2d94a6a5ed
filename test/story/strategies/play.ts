import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LoadReport } from '../../../local/load/load-report.ts';
import type { Load } from '../../../local/load/start-load.ts';
import { until } from '../../../local/story/api.ts';
import { type Lane, saidBy, type Told } from './lane.ts';
import { reach } from './moments.ts';
import type { Phase, Scenario } from './scenarios.ts';
import { type Flaw, turnsBad } from './turns-bad.ts';
import { giveWork } from './work-in-hand.ts';

/** How one deployment went, as everybody saw it. */
export interface Played {
  readonly version: string;
  readonly digest: string;
  /** What ran before. */
  readonly before: Running;
  /** What the command said before that it would do. */
  readonly planned: object | null;
  readonly exitCode: number;
  readonly deployment: Told;
  /** What an alarm after success led to. */
  readonly rollback: Told | undefined;
  /** By `belay status`. */
  readonly running: Running;
  /** The versions that the load balancer answers with. */
  readonly answering: readonly (string | null)[];
  readonly visitors: LoadReport;
  /** What ECS has of the service, before and after. */
  readonly configurations: readonly [object | undefined, object | undefined];
}

/** `null`: nothing that Belay deployed. */
type Running = { readonly version: string; readonly digest: string } | null;

/** Deploys a version under visitors, and turns it bad when its moment has come. */
export async function play(lane: Lane, scenario: Scenario): Promise<Played> {
  const { bad } = scenario;
  const version = lane.nextVersion();
  const file = join(lane.world.folder, `${lane.name}-${version}-is-bad`);
  const digest = await lane.world.push(lane.name, version, turnsBad({ version, file, flaw: flawOf(lane, bad) }));
  const load = lane.load();
  try {
    await lane.quiet();
    const before = await runningIn(lane);
    const found = await lane.configuration();
    const deployed = await deploy(lane, load, scenario, { version, file });
    if (bad === 'watch window') writeFileSync(file, '');
    const rollback = bad === 'watch window' ? await rolledBack(lane) : undefined;
    return {
      version,
      digest,
      before,
      ...deployed,
      rollback,
      running: await runningIn(lane),
      answering: await lane.answering(),
      configurations: [found, await lane.configuration()],
      visitors: await load.stop(),
    };
  } finally {
    await load.stop();
    if (bad !== undefined) await lane.belay('lift', lane.service, '--digest', digest);
  }
}

async function deploy(
  lane: Lane,
  load: Load,
  { strategy, bad, work }: Scenario,
  { version, file }: { readonly version: string; readonly file: string },
): Promise<Pick<Played, 'planned' | 'exitCode' | 'deployment'>> {
  const inHand = work === undefined ? undefined : await giveWork(lane);
  const how = [
    ...timesOf(strategy, bad),
    ...(work === 'takes too long' ? ['--wait', '5m', '--on-timeout', 'proceed'] : []),
  ];
  const words = [lane.service, version, '--strategy', strategy, ...how];
  const { plan: planned } = saidBy<{ readonly plan: object | null }>(await lane.belay('plan', ...words, '--json'));
  const ran = lane.belay('deploy', ...words, '--watch', '--timeout', '120', '--json');
  if (bad === 'first share' || bad === 'later share' || bad === 'bake') {
    await reach(lane, load, version, bad);
    writeFileSync(file, '');
  }
  if (work === 'finishes') {
    await inHand?.alone(2);
    await inHand?.done();
  }
  const { exitCode } = await ran;
  return { exitCode, planned, deployment: saidBy<Told>(await ran) };
}

function flawOf(lane: Lane, bad: Phase | undefined): Flaw | undefined {
  if (bad === 'start') return 'dies';
  if (bad !== 'before traffic') return undefined;
  return lane.name === 'web' ? 'check' : 'unhealthy';
}

/** Short bakes, except where the version turns bad: there the alarm must come before the bake is over. */
function timesOf(strategy: Scenario['strategy'], bad: Phase | undefined): readonly string[] {
  const share = bad === 'first share' ? '20m' : bad === 'later share' ? '5m' : '1m';
  if (strategy === 'canary') return ['--bake', bad === 'bake' ? '20m' : '1m', '--percent', '50', '--step-bake', share];
  if (strategy === 'linear') return ['--bake', bad === 'bake' ? '20m' : '1m', '--percent', '40', '--step-bake', share];
  return ['--bake', bad === 'bake' || bad === 'first share' ? '20m' : '1m'];
}

async function runningIn(lane: Lane): Promise<Running> {
  return saidBy<{ readonly running: Running }>(await lane.belay('status', lane.service, '--json')).running;
}

/** The deployment that an alarm in the watch window began, when it has ended. */
async function rolledBack(lane: Lane): Promise<Told> {
  const { id } = await until('the way back', 60, async () => {
    const newest = await lane.newest();
    return newest?.kind === 'rollback' ? newest : undefined;
  });
  return saidBy<Told>(await lane.belay('watch', id, '--timeout', '120', '--json'));
}
