import type { DescribeServicesResponse, DescribeTaskDefinitionResponse } from '@aws-sdk/client-ecs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { run } from '../../cli/run.ts';
import { until } from '../../local/story/api.ts';
import { imageOf } from '../../local/story/releases.ts';
import { belay as belayAt, type Ran } from '../cli/a-cli.ts';
import { asOwner } from './as-owner.ts';
import { crashing } from './images.ts';
import { type ExampleWorld, startExample } from './world-fixture.ts';

let world: ExampleWorld;

beforeAll(async () => {
  world = await startExample({ speed: 120 });
}, 90_000);
afterAll(() => world?.stop());

const belay = (...words: string[]): Promise<Ran> => belayAt(world.running.api, ...words);

async function serviceOf(name: string) {
  const input = { cluster: 'example', services: [name] };
  const { services } = await asOwner<DescribeServicesResponse>(world.world, 'ecs', 'DescribeServices', input);
  return services?.[0];
}

/** Somebody deploys a tag around Belay, with nothing but a task definition. */
async function deployAround(name: string, tag: string): Promise<void> {
  const { taskDefinition: arn } = (await serviceOf(name)) ?? {};
  const read = { taskDefinition: arn };
  const { taskDefinition } = await asOwner<DescribeTaskDefinitionResponse>(
    world.world,
    'ecs',
    'DescribeTaskDefinition',
    read,
  );
  const { family, networkMode, cpu, memory, requiresCompatibilities, taskRoleArn, executionRoleArn } =
    taskDefinition ?? {};
  const containerDefinitions = taskDefinition?.containerDefinitions?.map((container) => ({
    ...container,
    image: `000000000000.dkr.ecr.us-east-1.amazonaws.com/${name}:${tag}`,
  }));
  const registered = await asOwner<DescribeTaskDefinitionResponse>(world.world, 'ecs', 'RegisterTaskDefinition', {
    ...{ family, networkMode, cpu, memory, requiresCompatibilities, taskRoleArn, executionRoleArn },
    containerDefinitions,
  });
  const change = { cluster: 'example', service: name, taskDefinition: registered.taskDefinition?.taskDefinitionArn };
  await asOwner(world.world, 'ecs', 'UpdateService', change);
}

/** The history's entry of a deployment around Belay, once it has ended. */
function outside(
  name: string,
  version?: string,
): Promise<{ readonly verdict: string; readonly to: { readonly version: string } }> {
  return until(`a deployment of ${name} outside Belay`, 60, async () => {
    const { json } = await belay('history', `staging/${name}`, '--json');
    const items = (json as { items: { by: string; verdict?: string; to: { version: string } }[] }).items;
    const entry = items.find(
      ({ by, verdict, to }) =>
        by === 'outside Belay' && verdict !== undefined && (version === undefined || to.version === version),
    );
    return entry?.verdict === undefined ? undefined : { verdict: entry.verdict, to: entry.to };
  });
}

test('a dry run names what runs by digest and writes nothing', async () => {
  const { exitCode, stdout } = await belay('adopt', '--environment', 'staging', '--dry-run');
  expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: expect.stringContaining('staging/web can be adopted') });
  expect(stdout).toMatch(/runs {8}placeholder \(sha256:[0-9a-f]{64}\)/);
  expect((await belay('status', '--json')).json).toEqual({ items: [] });
});

test('nobody is asked where nobody can answer', async () => {
  expect(await belay('adopt', '--environment', 'staging')).toMatchObject({
    exitCode: 2,
    stderr: expect.stringMatching(/give --yes/),
  });
});

test('who is asked and says no has nothing adopted', async () => {
  const asked: string[] = [];
  const quiet = { out: () => {}, err: () => {} };
  const ask = async (question: string): Promise<boolean> => {
    asked.push(question);
    return false;
  };
  const words = ['--api', world.running.api, 'adopt', '--environment', 'staging'];
  expect(await run(words, { ...quiet, ask })).toBe(5);
  expect(asked).toEqual(['Adopt staging/web, staging/api?']);
  expect((await belay('status', '--json')).json).toEqual({ items: [] });
});

test('adopting tells Belay what runs, touches nothing of it in AWS, and has it watched', async () => {
  const before = [await serviceOf('web'), await serviceOf('api')];
  expect(await belay('adopt', '--environment', 'staging', '--yes')).toMatchObject({ exitCode: 0 });
  const { stdout } = await belay('status', 'staging/web');
  expect(stdout).toMatch(/runs {8}placeholder \(sha256:/);
  expect(stdout).toContain('alarms      belay-staging-web-5xx (made by Belay');
  expect([await serviceOf('web'), await serviceOf('api')]).toEqual(before);
  const again = await belay('adopt', '--environment', 'staging', '--yes');
  expect(again.stdout).toMatch(/is adopted already; nothing was changed\n\nstaging/);
});

test('a cluster that the stack does not name is refused with the line that adds it', async () => {
  const { exitCode, stderr } = await belay('adopt', 'shop', '--yes');
  expect({ exitCode, stderr }).toEqual({ exitCode: 3, stderr: expect.stringContaining("-c 'clusters=example,shop'") });
});

test('what a version said before it died is shown with its deployment', async () => {
  await world.push('web', '1.1.0', crashing(7));
  const { exitCode, stdout } = await belay('deploy', 'web', '1.1.0', '--watch');
  expect(exitCode).toBe(4);
  expect(stdout).toContain('no configuration');
  const id = /web-\S+/.exec((await belay('history', 'web')).stdout)?.[0] ?? '';
  expect((await belay('show', id, '--log')).stdout).toMatch(/web: exit code 7\)\n {4}no configuration/);
  expect((await belay('logs', 'web', '--deployment', id)).stdout).toMatch(/web \w{8} new {2}no configuration/);
});

test('the log of a service has the lines of its tasks, and with --errors why they stopped', async () => {
  expect((await belay('logs', 'web', '--since', '1d')).stdout).toContain('listens on');
  expect((await belay('logs', 'web', '--since', '1d', '--errors')).stdout).toMatch(/stopped: .*exit code 7/);
  expect(await belay('logs', 'web', '--since', 'yesterday')).toMatchObject({
    exitCode: 2,
    stderr: expect.stringMatching(/since/),
  });
});

test('a deployment around Belay is let through and recorded, and status says what runs', async () => {
  await world.push('api', '2.0.0', imageOf({ version: '2.0.0' }));
  await deployAround('api', '2.0.0');
  expect(await outside('api')).toMatchObject({ verdict: 'SUCCEEDED', to: { version: '2.0.0' } });
  expect((await belay('status', 'staging/api')).stdout).toContain('runs        2.0.0');
});

/** As it is where a deployment of ours ended without anybody left to put the service back. */
async function leaveOurPause(): Promise<void> {
  const pause = {
    targetType: 'PAUSE',
    lifecycleStages: ['PRE_PRODUCTION_TRAFFIC_SHIFT', 'POST_PRODUCTION_TRAFFIC_SHIFT'],
    timeoutConfiguration: { timeoutInMinutes: 60, action: 'ROLLBACK' },
  };
  const deploymentConfiguration = { strategy: 'BLUE_GREEN', bakeTimeInMinutes: 1, lifecycleHooks: [pause] };
  await asOwner(world.world, 'ecs', 'UpdateService', { cluster: 'example', service: 'web', deploymentConfiguration });
}

test('one that stands at a pause of ours is not held up by it', async () => {
  await world.push('web', '3.0.0', imageOf({ version: '3.0.0' }));
  await leaveOurPause();
  await deployAround('web', '3.0.0');
  expect(await outside('web')).toMatchObject({ verdict: 'SUCCEEDED', to: { version: '3.0.0' } });
  const continued = world.world.wire.calls.calls('ecs', 'ContinueServiceDeployment').map(({ caller }) => caller.arn);
  expect(continued.filter((arn) => /OnEcsEvent/.test(arn))).toHaveLength(2);
});

test('one that comes while ours is under way takes its place, and goes on past our pauses', async () => {
  await world.push('web', '3.1.0', imageOf({ version: '3.1.0' }));
  await world.push('web', '4.0.0', imageOf({ version: '4.0.0' }));
  await asOwner(world.world, 'ecs', 'UpdateService', {
    cluster: 'example',
    service: 'web',
    deploymentConfiguration: { strategy: 'BLUE_GREEN', bakeTimeInMinutes: 1, lifecycleHooks: [] },
  });
  const { json } = await belay('deploy', 'web', '3.1.0', '--json');
  const id = (json as { deployments: { id: string }[] }).deployments[0]?.id ?? '';
  await until('our pause', 30, async () => {
    const { lifecycleHooks = [] } = (await serviceOf('web'))?.deploymentConfiguration ?? {};
    return lifecycleHooks.length > 0 ? true : undefined;
  });
  await deployAround('web', '4.0.0');
  expect(await outside('web', '4.0.0')).toMatchObject({ verdict: 'SUCCEEDED' });
  expect(await world.end(id)).toMatchObject({ verdict: 'SUPERSEDED' });
  expect((await belay('status', 'staging/web')).stdout).toContain('runs        4.0.0');
}, 120_000);

test('unadopting takes out what was left behind', async () => {
  await leaveOurPause();
  expect((await belay('unadopt', 'web', '--dry-run')).stdout).toContain('would be put back');
  expect(await belay('unadopt', 'web')).toMatchObject({
    exitCode: 0,
    stdout: expect.stringMatching(/is put back as it was before Belay/),
  });
  expect((await serviceOf('web'))?.deploymentConfiguration?.lifecycleHooks ?? []).toEqual([]);
});

test('what is unadopted runs on, and its history can be read', async () => {
  const before = await serviceOf('api');
  expect(await belay('unadopt', 'staging/api')).toMatchObject({
    exitCode: 0,
    stdout: expect.stringMatching(/staging\/api is forgotten/),
  });
  expect(await belay('status', 'staging/api')).toMatchObject({ exitCode: 3 });
  expect((await belay('history', 'staging/api')).stdout).toContain('outside Belay');
  expect(await serviceOf('api')).toEqual(before);
});
