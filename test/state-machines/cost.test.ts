import { expect, test } from 'vitest';
import { aBelay } from './a-belay.ts';

test('a bake of a day costs no transition and no call more than one of five minutes', async () => {
  const costs = await Promise.all([5 * 60, 24 * 60 * 60].map(costOfBake));
  expect(costs[1]).toEqual(costs[0]);
  expect(costs[0]).toMatchObject({ deploy: 8, strategy: 9, redeemed: 3 });
});

async function costOfBake(bake: number) {
  const belay = await aBelay({ settings: { bake } });
  const id = await belay.deploy();
  expect((await belay.end(id)).verdict).toBe('SUCCEEDED');
  return {
    deploy: belay.transitions('deploy', id),
    strategy: belay.transitions('blue-green', `${id}-1`),
    redeemed: belay.book.count('machines.redeem'),
    calls: [...belay.book.calls].sort(),
  };
}
