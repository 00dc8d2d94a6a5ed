import { afterAll, beforeAll, expect, test } from 'vitest';
import { checking } from './images.ts';
import { type ExampleWorld, oneTask, startExample, WEB } from './world-fixture.ts';

let world: ExampleWorld;

beforeAll(async () => {
  world = await startExample({ example: oneTask });
  await world.put(WEB, { alarms: [] });
});
afterAll(() => world?.stop());

async function rolledBack() {
  await world.api.post('/rollbacks', { service: WEB, reason: 'it is bad' });
  const { items } = await world.api.get<{ items: readonly { id: string }[] }>(`/deployments?service=${WEB}`);
  return world.end(items[0]?.id ?? '');
}

test('a rollback runs the commands of its point as tasks of the version that is back, and tells the one that fails', async () => {
  await world.ship('web', '1.0.0', checking('1.0.0', 0));
  const commands = ['node /app/check.mjs', "node -e 'process.exit(4)'", 'node never.mjs'];
  await world.api.post('/rollback-points', { service: WEB, name: 'good', commands });
  expect(await world.ship('web', '1.1.0', checking('1.1.0', 9))).toMatchObject({ verdict: 'SUCCEEDED' });

  const { verdict, because, log } = await rolledBack();
  expect({ verdict, because }).toEqual({
    verdict: 'SUCCEEDED',
    because: expect.stringMatching(
      /command 2 of 3 of the way back .* ended with exit code 4, expected 0 .*; not run after it: node never\.mjs$/,
    ),
  });
  expect(log.map(({ text }) => text)).toContainEqual(
    expect.stringMatching(/^1\.0\.0 serves again, but command 2 of 3/),
  );
  const { calls } = world.world.wire;
  expect(calls.calls('ecs', 'RunTask').map(({ caller }) => caller.arn)).toEqual(
    [1, 2].map(() => expect.stringMatching(/RunCommand/)),
  );
  expect(await (await fetch(`${world.url}/`)).text()).toBe('ready: 1.0.0\n');
});
