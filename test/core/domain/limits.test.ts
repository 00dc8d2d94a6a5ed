import { expect, test } from 'vitest';
import type { Planning, Preflight } from '../../../core/domain/plan.ts';
import { aDeployment, aService, aWiredService } from '../../builders.ts';
import { planFor } from './plan-for.ts';

test('one at a time: one task more than wanted, whatever their number', () => {
  const limits = (desiredCount: number) =>
    planFor(aDeployment({ strategy: 'rolling', options: { oneAtATime: true } }), {
      ecs: aWiredService({ desiredCount }),
    }).healthy;
  for (const tasks of [1, 2, 3, 7, 50]) {
    const { minimum, maximum = 0 } = limits(tasks);
    expect(minimum).toBe(100);
    expect(Math.floor((tasks * maximum) / 100)).toBe(tasks + 1);
  }
});

test.each<{ name: string; tasks: number; limits: readonly [number, number]; refused: boolean }>([
  { name: 'all must stay and none may come', tasks: 3, limits: [100, 100], refused: true },
  { name: 'ECS rounds the one more down', tasks: 1, limits: [100, 150], refused: true },
  { name: 'ECS rounds the half up', tasks: 1, limits: [50, 100], refused: true },
  { name: 'one may come', tasks: 2, limits: [100, 150], refused: false },
  { name: 'one may go', tasks: 2, limits: [50, 100], refused: false },
])('limits of $limits for $tasks ($name): refused, $refused, wherever they are said', ({ tasks, limits, refused }) => {
  const [minimumHealthyPercent, maximumPercent] = limits;
  const deploymentConfiguration = JSON.stringify({ minimumHealthyPercent, maximumPercent });
  const said: readonly (readonly [Planning, Partial<Preflight>])[] = [
    [aDeployment({ strategy: 'rolling', options: { minimumHealthyPercent, maximumPercent } }), {}],
    [
      aDeployment({ strategy: 'graceful' }),
      { settings: aService({ strategies: { rolling: { minimumHealthyPercent, maximumPercent } } }) },
    ],
    [aDeployment({ strategy: 'rolling' }), { ecs: aWiredService({ desiredCount: tasks, deploymentConfiguration }) }],
  ];
  for (const [asked, change] of said) {
    const run = () => planFor(asked, { ecs: aWiredService({ desiredCount: tasks }), ...change });
    if (refused)
      expect(run).toThrow(
        expect.objectContaining({ code: 'BadRequest', message: expect.stringContaining('--one-at-a-time') }),
      );
    else expect(run().strategy).toBe(asked.strategy);
  }
  // Beside the old version nothing is replaced, and immediate has limits of its own.
  for (const strategy of ['blue-green', 'immediate'] as const)
    expect(planFor(aDeployment({ strategy }), { ecs: aWiredService({ deploymentConfiguration }) }).strategy).toBe(
      strategy,
    );
});

test.each([{ maximumPercent: 150 }, { minimumHealthyPercent: 50 }, { oneAtATime: true }])(
  '%o of a deployment that turns out blue/green is refused, not ignored',
  (options) => {
    const [field = ''] = Object.keys(options);
    const message = expect.stringMatching(`^${field}: .*blue-green.*--strategy rolling`);
    expect(() => planFor(aDeployment({ options }))).toThrow(expect.objectContaining({ code: 'BadRequest', message }));
    expect(planFor(aDeployment({ kind: 'rollback', options })).strategy).toBe('blue-green');
  },
);
