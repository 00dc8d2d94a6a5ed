import { afterAll, beforeAll, expect, test } from 'vitest';
import { isBeside } from '../../core/domain/service.ts';
import { oneAlarmEach } from './strategies/alarms.ts';
import { Lane } from './strategies/lane.ts';
import { type Played, play } from './strategies/play.ts';
import { nameOf, type Scenario, scenariosOf } from './strategies/scenarios.ts';
import { type ExampleWorld, startExample } from './world-fixture.ts';

/** `BELAY_STRATEGIES=all` takes every phase of every strategy; otherwise one bad version of each must do. */
const every = process.env.BELAY_STRATEGIES === 'all';
const SPEED = 120;
const scenarios = {
  web: scenariosOf(['blue-green', 'canary', 'linear'], every),
  api: scenariosOf(['rolling', 'immediate', 'graceful'], every),
} as const;
const all = [...scenarios.web, ...scenarios.api].map((scenario) => ({ name: nameOf(scenario), scenario }));

/** What is put back is put back in words, where ECS leaves out what nobody has set. */
const NOTHING_SET = {
  bakeTimeInMinutes: 0,
  deploymentCircuitBreaker: { enable: false, rollback: false },
  lifecycleHooks: [],
};

/** Both services are deployed side by side, each scenario after the one before: a test may wait for all of those. */
const IN_TURN = { timeout: 600_000 };
const played = new Map<Scenario, Promise<Played>>();
let world: ExampleWorld;

beforeAll(async () => {
  world = await startExample({ speed: SPEED, example: oneAlarmEach });
  for (const name of ['web', 'api'] as const) {
    const lane = new Lane(world, name);
    let before: Promise<unknown> = lane.settle();
    for (const scenario of scenarios[name]) {
      const one = before.then(() => play(lane, scenario));
      before = one.catch(() => {});
      played.set(scenario, one);
    }
  }
});
afterAll(() => world?.stop());

test.for(all)('$name', IN_TURN, async ({ name, scenario }) => {
  const { strategy, bad, work } = scenario;
  const one = await (played.get(scenario) ?? Promise.reject(new Error(`${name} was not played`)));
  const { version, digest, before, exitCode, deployment, rollback, running, answering, visitors } = one;
  const goesOut = bad === undefined || bad === 'watch window';
  expect({ exitCode, verdict: deployment.verdict, because: deployment.because }).toEqual(
    goesOut
      ? { exitCode: 0, verdict: 'SUCCEEDED', because: expect.stringContaining(digest.slice(0, 19)) }
      : { exitCode: 4, verdict: 'ROLLED_BACK', because: expect.stringMatching(reasonFor(scenario)) },
  );
  if (bad === 'watch window')
    expect(rollback).toMatchObject({
      verdict: 'SUCCEEDED',
      by: 'alarm',
      reason: expect.stringMatching(/^alarm \w+-5xx went to ALARM/),
    });
  const serves = bad === undefined ? { version, digest } : { version: before?.version, digest: before?.digest };
  expect({ running, answering }).toEqual({ running: expect.objectContaining(serves), answering: [serves.version] });

  const [found, left] = one.configurations;
  expect(left).toEqual({ ...NOTHING_SET, ...found });
  expect(deployment.plan).toEqual(one.planned);
  expect(deployment.plan?.wayBack).toBe(isBeside(strategy) ? 'warm' : 'cold');

  const seen = bad !== undefined && bad !== 'start' && bad !== 'before traffic';
  expect(Object.keys(visitors.badByVersion)).toEqual(seen ? [version] : []);
  if (strategy === 'immediate') tellOutage(name, one);
  else expect(visitors.failed).toEqual([]);

  const ended = deployment.log.filter(({ text }) => text.includes('time for work in hand is over'));
  expect(ended.map(({ text }) => text)).toEqual(
    work === 'takes too long' ? [expect.stringContaining('1 protected old task is ended')] : [],
  );
});

function reasonFor({ strategy, bad }: Scenario): RegExp {
  if (bad === 'start') return /exit code 7/;
  if (bad === 'before traffic') return isBeside(strategy) ? /check "ready".* answered 500/ : /failed ELB health checks/;
  return /alarm \w+-5xx (went to ALARM|fired)/;
}

/** Requests between the last old and the first new task are lost, which the plan says before. */
function tellOutage(name: string, { visitors, deployment }: Played): void {
  const [first, last] = [visitors.failed.at(0), visitors.failed.at(-1)];
  expect(deployment.plan?.warnings).toContainEqual(expect.stringMatching(/^an outage of about \d+ min/));
  const seconds = first === undefined || last === undefined ? 0 : Math.round(((last.at - first.at) * SPEED) / 1000);
  console.log(`${name}: ${visitors.failed.length} requests lost within ${seconds} s of local time`);
}
