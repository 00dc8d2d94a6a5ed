import { expect, test } from 'vitest';
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

function watching(...alarmNames: readonly string[]): string {
  return JSON.stringify({ strategy: 'BLUE_GREEN', alarms: { enable: true, rollback: true, alarmNames } });
}
