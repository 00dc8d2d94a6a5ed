import { describe, expect, test } from 'vitest';
import { NEW, NEWER, OLD } from '../fakes/fake-world.ts';
import { aBelay, type BelayOptions } from './a-belay.ts';

const MINUTE = 60_000;
const HEADLESS: BelayOptions = { wired: false, found: '{}' };

test('a canary gets its share, is watched, and then gets all', async () => {
  const belay = await aBelay();
  const id = await belay.deploy({ strategy: 'canary', options: { percent: 20, stepBake: 600 } });
  expect(await belay.end(id)).toMatchObject({ verdict: 'SUCCEEDED' });
  expect(belay.service.shares).toEqual([20, 100]);
  expect(await belay.path('canary', `${id}-1`)).toEqual([
    'Scale up',
    'Judge before traffic',
    'Fit for traffic?',
    'Shift a share and bake',
    'Judge the share',
    'Good for all?',
    'Shift the rest and bake',
    'Judge the bake',
    'Good?',
    'Finish',
    'Where is it?',
    'Moved',
  ]);
  expect(belay.serving()).toBe(NEW.digest);
});

test('the log says how much of the traffic is on the new version', async () => {
  const belay = await aBelay();
  const id = await belay.deploy({ strategy: 'linear', options: { percent: 40, stepBake: 60 } });
  await belay.end(id);
  const lines = (await belay.kept.deployments.lines(id)).map(({ text }) => text);
  expect(lines.filter((text) => text.includes('traffic')).map((text) => text.replace(/[,:].*/, ''))).toEqual([
    'Before traffic',
    '40 % of the traffic is on the new version',
    'With 40 % of the traffic',
    '80 % of the traffic is on the new version',
    'With 80 % of the traffic',
    'All traffic is on the new version',
    '1.1.0 serves',
  ]);
});

test('linear goes step by step, and each step is judged by itself', async () => {
  const belay = await aBelay();
  const id = await belay.deploy({ strategy: 'linear', options: { percent: 25, stepBake: 60 } });
  expect(await belay.end(id)).toMatchObject({ verdict: 'SUCCEEDED' });
  expect(belay.service.shares).toEqual([25, 50, 75, 100]);
  const path = await belay.path('linear', `${id}-1`);
  expect(path.filter((state) => state === 'Judge the step')).toHaveLength(4);
});

test('an alarm under all of the traffic is not told as one under a share', async () => {
  const belay = await aBelay();
  const id = await belay.deploy({ strategy: 'linear', options: { percent: 50, stepBake: 60, bake: 3600 } });
  belay.alarmAfter(20 * MINUTE);
  expect((await belay.end(id)).verdict).toBe('ROLLED_BACK');
  const lines = (await belay.kept.deployments.lines(id)).map(({ text }) => text);
  expect(lines).toContainEqual(expect.stringMatching(/^Under watch: back, .*web-5xx/));
});

test('each further gate costs three state transitions, one wake and two calls to ECS', async () => {
  const costs = await Promise.all([50, 25].map(costOfSteps));
  const [two, four] = costs;
  expect(four?.transitions).toBe((two?.transitions ?? 0) + 6);
  expect(four?.ecs).toBe((two?.ecs ?? 0) + 4);
});

test.each(['canary', 'linear'] as const)(
  '%s: an alarm in a share takes it back, and not all saw the new version',
  async (strategy) => {
    const belay = await aBelay();
    belay.alarmAfter(3 * MINUTE);
    const id = await belay.deploy({ strategy });
    expect(await belay.end(id)).toMatchObject({ verdict: 'ROLLED_BACK', because: expect.stringContaining('web-5xx') });
    expect(belay.service.shares[0]).toBeLessThan(50);
    expect(belay.serving()).toBe(OLD.digest);
  },
);

test.each(['canary', 'linear'] as const)(
  '%s: hook events that are lost cost time and nothing else',
  async (strategy) => {
    const belay = await aBelay({ shut: ['hook'] });
    const id = await belay.deploy({ strategy, options: { percent: 50, stepBake: 60 } });
    expect((await belay.end(id)).verdict).toBe('SUCCEEDED');
    expect(belay.serving()).toBe(NEW.digest);
  },
);

describe('graceful', () => {
  const graceful = (onTimeout: 'proceed' | 'ask' | 'give-up') =>
    ({ strategy: 'graceful', options: { wait: 600, onTimeout } }) as const;

  test('old tasks that finish in time are waited for', async () => {
    const belay = await aBelay(HEADLESS);
    belay.service.protectedTasks = 2;
    belay.clock.after(8 * MINUTE, () => belay.service.endProtection());
    expect((await belay.end(await belay.deploy(graceful('give-up')))).verdict).toBe('SUCCEEDED');
    expect(belay.book.count('ecs.endProtection')).toBe(0);
  });

  test.each(['proceed', 'ask', 'give-up'] as const)(
    'a bake that lasts beyond the bound is waited for, whatever comes of old work (%s)',
    async (onTimeout) => {
      const belay = await aBelay(HEADLESS);
      const options = { wait: 600, onTimeout, bake: 7200 };
      const id = await belay.deploy({ strategy: 'graceful', options });
      expect((await belay.end(id)).verdict).toBe('SUCCEEDED');
      expect(belay.book.count('ecs.endProtection')).toBe(0);
      expect(await belay.path('graceful', `${id}-1`)).not.toContain('Wait for a person');
    },
  );

  test('an alarm in a bake beyond the bound takes it back', async () => {
    const belay = await aBelay(HEADLESS);
    belay.alarmAfter(30 * MINUTE);
    const id = await belay.deploy({ strategy: 'graceful', options: { wait: 600, bake: 7200 } });
    expect(await belay.end(id)).toMatchObject({ verdict: 'ROLLED_BACK', because: expect.stringContaining('web-5xx') });
    expect(belay.serving()).toBe(OLD.digest);
  });

  test('past the bound they are ended, where the policy says so', async () => {
    const belay = await aBelay(HEADLESS);
    belay.service.protectedTasks = 2;
    const id = await belay.deploy(graceful('proceed'));
    expect((await belay.end(id)).verdict).toBe('SUCCEEDED');
    const lines = await belay.kept.deployments.lines(id);
    expect(lines.map(({ text }) => text)).toContain(
      'The time for work in hand is over: 2 protected old tasks are ended',
    );
  });

  test('past the bound it is given up, where the policy says so', async () => {
    const belay = await aBelay(HEADLESS);
    belay.service.protectedTasks = 2;
    expect((await belay.end(await belay.deploy(graceful('give-up')))).verdict).toBe('ROLLED_BACK');
    expect(belay.serving()).toBe(OLD.digest);
  });
});

test('a circuit breaker at a threshold of the request', async () => {
  const belay = await aBelay(HEADLESS);
  belay.service.crashing.add(NEW.digest);
  const id = await belay.deploy({ strategy: 'rolling', options: { crashThreshold: 5 } });
  expect((await belay.end(id)).verdict).toBe('ROLLED_BACK');
  expect(belay.service.stopped).toHaveLength(5);
});

test('somebody deploys around us: what they did stands, and nothing is held or denied', async () => {
  const belay = await aBelay();
  belay.clock.after(20_000, () => {
    const taskDefinition = belay.service.register({ web: `registry/web@${NEWER.digest}` });
    belay.service.update({ taskDefinition, deploymentConfiguration: '{}' });
  });
  const id = await belay.deploy();
  expect(await belay.end(id)).toMatchObject({
    error: 'Superseded',
    verdict: 'SUPERSEDED',
    because: expect.stringContaining('somebody deployed around Belay'),
  });
  expect(belay.serving()).toBe(NEWER.digest);
  expect(belay.book.count('ecs.stop')).toBe(0);
  expect(await belay.kept.services.get(belay.settings.key)).toMatchObject({ denied: [] });
});

async function costOfSteps(percent: number) {
  const belay = await aBelay();
  const id = await belay.deploy({ strategy: 'linear', options: { percent, stepBake: 60 } });
  expect((await belay.end(id)).verdict).toBe('SUCCEEDED');
  return { transitions: belay.transitions('linear', `${id}-1`), ecs: belay.book.count('ecs.') };
}
