import { expect, test } from 'vitest';
import type { DeploymentId } from '../../core/domain/names.ts';
import { rollBack } from '../../core/operations/roll-back.ts';
import { type ShownDeployment, showDeployment } from '../../core/operations/show-deployment.ts';
import { aCommand } from '../builders.ts';
import { aBelay, type Belay } from './a-belay.ts';

const MINUTE = 60_000;

async function show(belay: Belay, id: DeploymentId): Promise<ShownDeployment> {
  const shown = await showDeployment(belay.kept, id);
  if ('waitsFor' in shown) throw new Error(`${id} has not begun`);
  return shown;
}

const statuses = ({ steps }: ShownDeployment) => steps.map(({ status }) => status);

test('each step says when it began and ended, as far as the log tells', async () => {
  const belay = await aBelay();
  const id = await belay.deploy();
  await belay.clock.advance(2 * MINUTE);
  const halfway = await show(belay, id);
  const { gates, startedAt } = halfway;
  expect(halfway.steps).toEqual([
    { name: 'the new version starts beside the old one', status: 'done', startedAt },
    { name: 'checks before traffic', status: 'done', endedAt: gates[0]?.at },
    { name: 'all traffic, under watch', status: 'running', startedAt: gates[0]?.at },
    { name: 'the old version is let go', status: 'to-come' },
  ]);
  await belay.end(id);
  const done = await show(belay, id);
  expect(done.steps.slice(2)).toEqual([
    { name: 'all traffic, under watch', status: 'done', startedAt: done.gates[0]?.at, endedAt: done.gates[1]?.at },
    { name: 'the old version is let go', status: 'done', startedAt: done.gates[1]?.at, endedAt: done.endedAt },
  ]);
  expect(done.progress).toBe(100);
});

test('while Belay holds the bake of tasks that were replaced in place, that is the step', async () => {
  const belay = await aBelay({
    wired: false,
    found: '{}',
    settings: { alarms: [], checks: [aCommand({ when: 'gate' })], bake: 600 },
  });
  const id = await belay.deploy();
  await belay.clock.advance(5 * MINUTE);
  const { step, steps } = await show(belay, id);
  expect(step).toBe('under watch by Belay');
  expect(steps[0]).toMatchObject({ status: 'done', endedAt: steps[1]?.startedAt });
  expect(steps[1]).toMatchObject({ status: 'running', startedAt: expect.stringMatching(/Z$/) });
});

test('the steps that a deployment never came to are left out, not done', async () => {
  const belay = await aBelay();
  const id = await belay.deploy();
  belay.alarmAfter(2 * MINUTE);
  expect((await belay.end(id)).verdict).toBe('ROLLED_BACK');
  const shown = await show(belay, id);
  expect(statuses(shown)).toEqual(['done', 'done', 'left-out', 'left-out', 'done', 'done', 'done']);
  expect(shown.steps[2]).not.toHaveProperty('endedAt');
});

test('what is being taken back says so, and not what it would have done next', async () => {
  const belay = await aBelay({ wired: false, found: '{}' });
  const id = await belay.deploy();
  await belay.clock.advance(MINUTE / 2);
  belay.service.tooLate = true;
  await rollBack(belay.ports, { service: belay.settings.key, to: 'previous', by: 'somebody', reason: 'it is bad' });
  await belay.clock.advance(10_000);
  const shown = await show(belay, id);
  expect(shown).toMatchObject({ status: 'running', estimatedEnd: null });
  expect(['ECS is told to go back', 'the old version takes over']).toContain(shown.step);
  expect(statuses(shown)).toContain('left-out');
  expect(shown.steps.filter(({ status }) => status === 'running')).toHaveLength(1);
  expect(shown.progress).toBeLessThan(100);
});

test.each([
  ['blue-green', {}],
  ['rolling', { wired: false, found: '{}' }],
])('a %s rollback says where it is before it ends', async (_, options) => {
  const belay = await aBelay(options);
  await belay.end(await belay.deploy());
  const { id } = await rollBack(belay.ports, {
    service: belay.settings.key,
    to: 'previous',
    by: 'somebody',
    reason: 'it is bad',
  });
  const seen: (readonly [number, string | null])[] = [];
  for (let seconds = 0; seconds < 600; seconds++) {
    const { progress, step, status } = await show(belay, id);
    if (seen.at(-1)?.[0] !== progress) seen.push([progress, step]);
    if (status === 'ended') break;
    await belay.clock.advance(1000);
  }
  expect(seen).toContainEqual([33, 'the old version takes over']);
  expect(seen.map(([progress]) => progress)).toEqual([...seen.map(([progress]) => progress)].sort((a, b) => a - b));
  expect(statuses(await show(belay, id))).toEqual(['done', 'done', 'done']);
});
