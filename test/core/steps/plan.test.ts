import { describe, expect, test } from 'vitest';
import { steps } from '../../../core/steps/index.ts';
import { SERVICE } from '../../builders.ts';
import { begun } from '../operations/begun.ts';

type Begun = Awaited<ReturnType<typeof begun>>;

const plan = ({ ports, deployment }: Begun) => steps.Plan(ports, { deployment: deployment.id, service: SERVICE });

test.each([
  { state: 'ALARM', code: 'AlarmAlreadyFiring', told: /^Alarm theirs .*deploymentConfiguration/ },
  { state: undefined, code: 'BadRequest', told: /do not exist: theirs/ },
] as const)(
  "an alarm of the service's own deploymentConfiguration that is $state is refused before ECS ignores all of them",
  async ({ state, code, told }) => {
    const world = await begun({ found: watching('theirs') });
    if (state !== undefined) world.alarms.set('theirs', state);
    await expect(plan(world)).rejects.toMatchObject({ code, message: expect.stringMatching(told) });
    expect(world.book.count('alarms.read')).toBe(1);
  },
);

test("quiet alarms of the owner's are in nobody's way, and asked of in the same call", async () => {
  const world = await begun({ found: watching('theirs', 'web-5xx') });
  world.alarms.set('theirs', 'OK');
  await expect(plan(world)).resolves.toMatchObject({ machine: 'blue-green' });
  expect(world.book.count('alarms.read')).toBe(1);
});

describe('weights that point at the group that does not serve', () => {
  const swapped = { 'targetgroup/blue': 0, 'targetgroup/green': 100 };

  test.each(['blue-green', 'canary', 'rolling'] as const)(
    '%s is refused, with the command that mends it',
    async (strategy) => {
      const world = await begun({ settings: { strategy } });
      world.service.weights = () => swapped;
      await expect(plan(world)).rejects.toMatchObject({
        code: 'NotWired',
        message: expect.stringMatching(
          /targetgroup\/blue, has 0 % .*modify-rule .*TargetGroupArn=targetgroup\/blue,Weight=100/,
        ),
      });
    },
  );

  test('a way back goes all the same', async () => {
    const world = await begun({ kind: 'rollback' });
    world.service.weights = () => swapped;
    await expect(plan(world)).resolves.toMatchObject({ machine: 'roll-back' });
  });
});

function watching(...alarmNames: readonly string[]): string {
  return JSON.stringify({ strategy: 'BLUE_GREEN', alarms: { enable: true, rollback: true, alarmNames } });
}
