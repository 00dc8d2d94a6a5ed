import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { API, type ExampleWorld, startExample } from '../story/world-fixture.ts';
import { belay as belayAt, type Ran } from './a-cli.ts';

let world: ExampleWorld;

beforeAll(async () => {
  world = await startExample({ speed: 120 });
  await world.put(API, { policy: { kind: 'manual' }, bake: '0s' });
  await Promise.all([world.push('api', '1.0.0'), world.push('api', '1.1.0')]);
  for (const version of ['1.0.0', '1.1.0'])
    expect(await belay('deploy', 'api', version, '--first', '--watch')).toMatchObject({ exitCode: 0 });
});
afterAll(() => world?.stop());

const belay = (...words: string[]): Promise<Ran> => belayAt(world.running.api, ...words);
async function pointOf(version: string): Promise<string> {
  const { json } = await belay('rollback-points', 'api', '--json');
  const points: readonly { id: string; version: string; name?: string }[] = Object(Object(json).items);
  return points.find((point) => point.version === version && point.name === undefined)?.id ?? '';
}

test('rollback-points lists what a service can go back to', async () => {
  const { stdout } = await belay('rollback-points', 'api');
  expect(stdout).toMatch(
    /^MADE +VERSION +STATUS +NAME +READY +REHEARSED +ID\n.*1\.0\.0 \[previous].*rp-.*\n.*placeholder/,
  );
  expect(await belay('status', 'api')).toMatchObject({ stdout: expect.stringMatching(/way back +1\.0\.0 \(rp-/) });
});

test('a point is made, shown, looked at and deleted', async () => {
  const made = await belay(
    'rollback-point',
    'create',
    'api',
    '--name',
    'good-one',
    '--command',
    'a b',
    '--command',
    'c',
    '--json',
  );
  const [{ id }] = Object(Object(made.json).items);
  expect(made).toMatchObject({ exitCode: 0, json: { items: [{ commands: ['a b', 'c'] }] } });
  expect(await belay('rollback-point', 'show', id)).toMatchObject({
    exitCode: 0,
    stdout: expect.stringMatching(
      /^point +rp-\S+ "good-one", manual, created\n(.*\n)*runs +a b\nruns +c\n(.*\n)*rehearsed +never$/,
    ),
  });
  expect(await belay('rollback-point', 'check', id)).toMatchObject({ exitCode: 0, stdout: `${id} is ready` });
  const deleted = await belay('rollback-point', 'delete', id, '--reason', 'not needed');
  expect(deleted).toMatchObject({ exitCode: 0, stdout: `${id} of staging/api is deleted` });
  expect(await belay('rollback-point', 'show', id)).toMatchObject({
    exitCode: 3,
    stderr: expect.stringMatching(/UnknownPoint/),
  });
});

test('an environment makes one of each service', async () => {
  const { exitCode, stdout } = await belay('rollback-point', 'create', '--all', '--name', 'before-the-sale');
  expect({ exitCode, stdout }).toEqual({
    exitCode: 0,
    stdout: expect.stringMatching(/^staging\/api 1\.1\.0 is kept as rp-/),
  });
});

test('rehearse --watch ends with 0 where the version runs', async () => {
  const ran = await belay('rollback-point', 'rehearse', await pointOf('1.0.0'), '--watch');
  expect(ran).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/^good: it ran after \d/) });
});

test('rollback says what it would do, and does it', async () => {
  const id = await pointOf('1.0.0');
  for (const words of [['api'], ['api', '--to', '1.0.0'], ['api', '--to', id], ['--all'], ['--repository', 'api']])
    expect(await belay('rollback', ...words, '--dry-run'), words.join(' ')).toMatchObject({
      exitCode: 0,
      stdout: 'staging/api would go back to 1.0.0',
    });
  expect(await belay('rollback', 'api', '--to', '9.9.9')).toMatchObject({
    exitCode: 3,
    stderr: expect.stringMatching(/belay deploy/),
  });
  const ran = await belay('rollback', 'api', '--to', '1.0.0', '--watch', '--reason', 'a test');
  expect(ran).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/SUCCEEDED/) });
});

test('an emergency where nothing is to be done names what is left alone, and ends with 3', async () => {
  const ran = await belay('emergency', 'staging', '--reason', 'all is on fire');
  expect(ran).toMatchObject({ exitCode: 3, stdout: expect.stringMatching(/^staging\/api is left alone: nothing/) });
});

test('with several environments one has to be named', async () => {
  await world.put('production/api', { policy: { kind: 'manual' } });
  expect(await belay('rollback', '--all', '--dry-run')).toMatchObject({
    exitCode: 2,
    stderr: expect.stringMatching(/production, staging.*--environment/),
  });
  process.env.BELAY_ENVIRONMENT = 'production';
  onTestFinished(() => {
    delete process.env.BELAY_ENVIRONMENT;
  });
  expect(await belay('rollback', '--all', '--dry-run')).toMatchObject({
    exitCode: 3,
    stdout: expect.stringMatching(/^production\/api is left alone/),
  });
});
