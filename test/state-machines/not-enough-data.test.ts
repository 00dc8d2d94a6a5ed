import { expect, test } from 'vitest';
import { NEW, OLD } from '../fakes/fake-world.ts';
import { aBelay } from './a-belay.ts';

test.each([0, 1, 3])(
  'a bake without enough data is extended %i times where the service says so, and no more',
  async (extensions) => {
    const belay = await aBelay({ settings: { minimumRequests: 10, extensions } });
    belay.alarms.answered = 3;
    const id = await belay.deploy();
    const { verdict, because } = await belay.end(id);
    expect({ verdict, serving: belay.serving() }).toEqual({ verdict: 'ROLLED_BACK', serving: OLD.digest });
    expect(because).toContain('not enough data: 3 of 10 requests');
    const path = await belay.path('blue-green', `${id}-1`);
    expect(path.filter((state) => state === 'Bake longer')).toHaveLength(extensions);
  },
);

test("a minimum that is changed while a deployment is under way is the next one's", async () => {
  const belay = await aBelay({ settings: { minimumRequests: 3 } });
  belay.alarms.answered = 3;
  const id = await belay.deploy();
  await belay.clock.advance(60_000);
  await belay.kept.services.put({ ...belay.settings, minimumRequests: 10 });
  expect((await belay.end(id)).verdict).toBe('SUCCEEDED');
  expect(belay.serving()).toBe(NEW.digest);
});
