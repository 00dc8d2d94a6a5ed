import { afterAll, beforeAll, expect, test } from 'vitest';
import { Lane } from './strategies/lane.ts';
import { type Played, play } from './strategies/play.ts';
import { nameOf, type Scenario, scenariosOf } from './strategies/scenarios.ts';
import { type ExampleWorld, startExample } from './world-fixture.ts';

/** `BELAY_STRATEGIES=all` takes every phase of every strategy; otherwise one bad version of each strategy is enough. */
const every = process.env.BELAY_STRATEGIES === 'all';
const LANES = {
  web: scenariosOf(['blue-green', 'canary', 'linear'], every),
  api: scenariosOf(['rolling', 'immediate', 'graceful'], every),
} as const;
const HALF_A_MINUTE = 30_000;
let world: ExampleWorld;

beforeAll(async () => {
  world = await startExample({ speed: 120 });
});
afterAll(() => world?.stop());

test('x', async () => {
  const lane = new Lane(world, 'web');
  await world.put('staging/web', { policy: { kind: 'manual' }, alarms: ['web-5xx'], bake: '1m' });
  for (const scenario of LANES.web) {
    const t = performance.now();
    const played = await play(lane, scenario).catch((e) => e);
    console.log(nameOf(scenario), Math.round(performance.now() - t), played instanceof Error ? played : [played.exitCode, played.deployment.verdict, played.deployment.because, played.running.slice(0,200), played.answering, played.visitors.failed, played.visitors.badByVersion, played.deployment.log?.map(l=>l.text)]);
  }
}, 600_000);
