import { expect, test } from 'vitest';
import type { Switches } from '../../local/ecs/switches.ts';
import type { Deployment } from '../../local/story/api.ts';
import { imageOf } from '../../local/story/releases.ts';
import { crashing } from './images.ts';
import { API, type ExampleWorld, startExample, WEB } from './world-fixture.ts';

type Variant = Partial<Switches>;

/** One switch at a time, where it can matter to the strategies that there are. */
const BLUE_GREEN: readonly Variant[] = [
  { deploymentArnLagSeconds: 30 },
  { testStagesWithoutTestRule: 'skipped' },
  { stopOfFinished: 'InvalidParameterException' },
  { stopDuringCleanUp: 'endsSuccessful' },
  { updateWithoutChange: 'startsDeployment' },
  { partialDeploymentConfiguration: 'replaced' },
  { hookEvents: 'lost' },
  { failedEvent: 'absent' },
  { alarmAlreadyFiring: 'failsDeployment' },
  { alarmPolling: 'missesAlarms' },
  { pauseHooksInDescribeServices: 'whole' },
  { oldTasksStopped: 'afterCompleted' },
  { deploymentId: 'ownNumber' },
  { rollbackWithoutTarget: 'stalls' },
  { reconcileKeeps: 'serving' },
];
const ROLLING: readonly Variant[] = [
  { deploymentArnLagSeconds: 30 },
  { failedEvent: 'absent' },
  { partialDeploymentConfiguration: 'replaced' },
  { updateWithoutChange: 'startsDeployment' },
  { oldTasksStopped: 'afterCompleted' },
  { rollingTargetGroup: 'primary' },
  { hooksInRolling: 'rejected' },
  { derivedAlarmBakeMinutes: 5 },
];
/** Those that cost a whole deadline. */
const SLOW: readonly Variant[] = [{ crashAfterRunning: 'doesNotCount' }];

/** `BELAY_SWITCHES=all` takes them one by one; otherwise they are thrown all at once. */
const oneByOne = process.env.BELAY_SWITCHES === 'all';
const variantsOf = (all: readonly Variant[]): readonly { name: string; switches: Variant }[] =>
  oneByOne
    ? all.map((switches) => ({ name: JSON.stringify(switches), switches }))
    : [{ name: 'all at once', switches: Object.assign({}, ...all) }];

test.for(variantsOf(BLUE_GREEN))('blue/green is right under $name', { timeout: 120_000 }, async ({ switches }) => {
  await inWorld(switches, async (world) => {
    await world.put(WEB, { alarms: ['web-5xx'], bake: '4m', minimumRequests: 20 });
    const load = world.load('/', 60);
    const good = await world.ship('web', '1.0.0');
    const bad = await world.ship('web', '1.1.0', imageOf({ version: '1.1.0', failEvery: 3 }));
    const { failed, badByVersion } = await load.stop();

    expect([good, bad].map(verdictOf)).toEqual([['SUCCEEDED'], ['ROLLED_BACK', expect.stringContaining('web-5xx')]]);
    expect({ failed, by: Object.keys(badByVersion) }).toEqual({ failed: [], by: ['1.1.0'] });
    expect(await serving(world, '/')).toBe('1.0.0');
  });
});

test.for([...variantsOf(ROLLING), ...(oneByOne ? variantsOf(SLOW) : [])])(
  'rolling is right under $name',
  { timeout: 120_000 },
  async ({ switches }) => {
    await inWorld(switches, async (world) => {
      await world.put(API, { bake: '1m' });
      const good = await world.ship('api', '1.0.0');
      const bad = await world.ship('api', '1.1.0', crashing(7));

      expect([good, bad].map(verdictOf)).toEqual([
        ['SUCCEEDED'],
        ['ROLLED_BACK', expect.stringContaining('exit code 7')],
      ]);
      expect(await serving(world, '/api/things')).toBe('1.0.0');
    });
  },
);

async function inWorld(switches: Variant, run: (world: ExampleWorld) => Promise<void>): Promise<void> {
  const world = await startExample({ speed: 120, switches });
  try {
    await run(world);
  } finally {
    await world.stop();
  }
}

function verdictOf({ verdict, because }: Deployment): unknown[] {
  return verdict === 'SUCCEEDED' ? [verdict] : [verdict, because];
}

async function serving(world: ExampleWorld, path: string): Promise<string | null> {
  return (await fetch(`${world.url}${path}`)).headers.get('x-version');
}
