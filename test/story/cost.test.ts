import { beforeAll, expect, test } from 'vitest';
import { type Cost, callsTo, costOf, writeUnits } from './cost-of.ts';

let short: Cost;
let long: Cost;
let wide: Cost;

// Twenty tasks are forty processes while old and new run side by side: time is less shortened for them.
beforeAll(async () => {
  const baking = Promise.withResolvers<void>();
  const other = costOf({ bake: '30m', tasks: 1, speed: 120 }, baking.resolve);
  // While that one bakes the machine is free for the others.
  await Promise.race([baking.promise, other]);
  short = await costOf({ bake: '5m', tasks: 1, speed: 120 });
  wide = await costOf({ bake: '5m', tasks: 20, speed: 40 });
  long = await other;
}, 90_000);

test('a good deployment costs the same state transitions, calls and writes whether it bakes for 5 minutes or for 30', () => {
  expect(short.verdict).toBe('SUCCEEDED');
  expect(long).toEqual(short);
});

test('a good deployment costs the same state transitions, calls and writes with 1 task or with 20', () => {
  expect(wide).toEqual(short);
});

test('a blue/green deployment with two gates stays within its bounds', () => {
  expect(short.transitions).toBe(17);
  expect(callsTo(short, 'ecs')).toBeLessThanOrEqual(14);
  expect(callsTo(short, 'ecr', 'elasticloadbalancing', 'cloudwatch')).toBeLessThanOrEqual(10);
  expect(writeUnits(short)).toBeLessThanOrEqual(30);
});
