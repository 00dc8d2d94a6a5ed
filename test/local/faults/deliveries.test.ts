import { expect, test } from 'vitest';
import type { WrittenFaults } from '../../../local/faults/fault-rules.ts';
import { afterCrash, anEvent, aRule, aWorld, FUNCTION, type World } from '../eventbridge/world.ts';
import { settle } from '../sqs/call.ts';
import { faultRules } from './rules.ts';

/** A world with one rule, and events that are told apart by a number. */
async function aFaultyWorld(...rules: WrittenFaults['rules']): Promise<World> {
  const world = aWorld();
  await aRule(world, { EventPattern: '{"source":["aws.ecs"]}' }, { Id: 'f', Arn: FUNCTION });
  world.faults.open(faultRules({ rules }));
  return world;
}

async function emit(world: World, ...numbers: readonly number[]): Promise<void> {
  for (const number of numbers) {
    world.events.emit({ ...anEvent, detail: { number } });
    await settle();
  }
}

/** The numbers of the events that came to the function, in their order. */
const came = ({ invoked }: World): readonly unknown[] => invoked.map((event) => Object(event).detail.number);

test('an event that is lost never comes, and others do', async () => {
  const world = await aFaultyWorld({ door: 'event', fault: 'lose', detailType: 'Changed', from: 2, times: 1 });
  await emit(world, 1, 2, 3);
  await world.clock.advance(2 * 86_400_000);
  expect(came(world)).toEqual([1, 3]);
});

test('an event that is doubled comes twice, with the same id', async () => {
  const world = await aFaultyWorld({ door: 'event', fault: 'duplicate', about: '"number":1' });
  await emit(world, 1, 2);
  expect(came(world)).toEqual([1, 1, 2]);
  const [first, second] = world.invoked;
  expect(first).toEqual(second);
});

test('an event that is delayed comes after its time, through a crash', async () => {
  const world = await aFaultyWorld({ door: 'event', fault: 'delay', seconds: 90, target: FUNCTION, times: 1 });
  await emit(world, 1, 2);
  expect(came(world)).toEqual([2]);
  const after = afterCrash(world);
  await after.clock.advance(89_000);
  expect(came(after)).toEqual([]);
  await after.clock.advance(1000);
  expect(came(after)).toEqual([1]);
});

test('an event that is held back comes after the next one', async () => {
  const world = await aFaultyWorld({ door: 'event', fault: 'reorder', rule: 'rule', times: 1 });
  await emit(world, 1);
  expect(came(world)).toEqual([]);
  await emit(world, 2, 3);
  await world.clock.advance(3_600_000);
  expect(came(world)).toEqual([2, 1, 3]);
});

test('an event that is held back comes by itself where no other follows', async () => {
  const world = await aFaultyWorld({ door: 'event', fault: 'reorder', seconds: 30 });
  await emit(world, 1);
  await world.clock.advance(29_000);
  expect(came(world)).toEqual([]);
  await world.clock.advance(1000);
  expect(came(world)).toEqual([1]);
});

test('without faults, and after their end, events come as they were sent', async () => {
  const world = aWorld();
  await aRule(world, { EventPattern: '{"source":["aws.ecs"]}' }, { Id: 'f', Arn: FUNCTION });
  await emit(world, 1);
  const lost = world.faults.open(faultRules({ rules: [{ door: 'event', fault: 'lose' }] }));
  await emit(world, 2);
  lost.close();
  await emit(world, 3);
  expect(came(world)).toEqual([1, 3]);
});
