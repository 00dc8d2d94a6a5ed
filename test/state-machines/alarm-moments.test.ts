import { describe, expect, test } from 'vitest';
import { isBeside, STRATEGIES, type StrategyName } from '../../core/domain/service.ts';
import { NEW, NEWER, OLD } from '../fakes/fake-world.ts';
import { aBelay, type Belay, type BelayOptions } from './a-belay.ts';

const HEADLESS = { wired: false, found: '{}' };
const ALL: readonly { readonly strategy: StrategyName; readonly options: BelayOptions }[] = STRATEGIES.map(
  (strategy) => ({ strategy, options: isBeside(strategy) ? {} : HEADLESS }),
);

/** Moments before the new version has traffic: it never gets any. */
const EARLY: Readonly<Record<string, (belay: Belay) => void>> = {
  'before the task definition is registered': (belay) =>
    belay.book.before('ecs.registerTaskDefinition', fireFor(belay)),
  'right before UpdateService is called': (belay) => belay.book.before('ecs.update', fireFor(belay)),
  'before UpdateService returns': (belay) => belay.book.after('ecs.update', fireFor(belay)),
  'before the deployment shows': (belay) => {
    belay.service.arnLag = 20_000;
    belay.alarmAfter(5_000);
  },
  'while the new version starts': (belay) => belay.alarmAfter(20_000),
};

const LATE: Readonly<Record<string, (belay: Belay) => void>> = {
  'in the bake': (belay) => belay.alarmAfter(90_000),
  'twice within a second': (belay) => {
    belay.alarmAfter(90_000);
    belay.clock.after(90_500, () => belay.alarms.set('web-5xx', 'OK'));
    belay.alarmAfter(91_000);
  },
  'while ECS goes back already': (belay) => {
    belay.clock.after(90_000, () => belay.service.deployments.at(-1)?.turnBack('alarm web-5xx', ['web-5xx']));
    belay.alarmAfter(92_000);
  },
  'in the moment in which ECS ends well': (belay) =>
    belay.service.onEvent(() => {
      if (belay.service.deployments.at(-1)?.status === 'SUCCESSFUL') belay.alarms.set('web-5xx', 'ALARM');
    }),
  'one second after ECS ended well': (belay) =>
    belay.service.onEvent(() => {
      if (belay.service.deployments.at(-1)?.status === 'SUCCESSFUL') belay.alarmAfter(1_000);
    }),
  'half an hour later, under watch': (belay) => belay.alarmAfter(40 * 60_000),
};

describe.each(ALL)('$strategy: an alarm', ({ strategy, options }) => {
  test.each(Object.keys(EARLY))('%s: no user ever sees the new version', async (moment) => {
    const belay = await aBelay(options);
    EARLY[moment]?.(belay);
    const id = await belay.deploy({ strategy });
    await oldServes(belay, id);
    expect(belay.service.trafficWentTo).not.toContain(NEW.digest);
  });

  test.each(Object.keys(LATE))('%s: the old digest serves in the end', async (moment) => {
    const belay = await aBelay(options);
    LATE[moment]?.(belay);
    const id = await belay.deploy({ strategy });
    await oldServes(belay, id);
  });
});

test('asked for before UpdateService, nothing is started at all', async () => {
  for (const { strategy, options } of ALL) {
    const belay = await aBelay(options);
    belay.book.before('ecs.registerTaskDefinition', fireFor(belay));
    await oldServes(belay, await belay.deploy({ strategy }));
    expect(belay.service.deployments).toHaveLength(1);
  }
});

test('where ECS would go back to something else, it is not told to: a new deployment goes back', async () => {
  const belay = await aBelay();
  // Between the plan and the start somebody else's deployment ends well: that is what ECS would go back to.
  belay.book.before('ecs.update', () => belay.service.ranBefore({ web: `registry/web@${NEWER.digest}` }));
  belay.alarmAfter(90_000);
  const id = await belay.deploy();
  await oldServes(belay, id);
  expect(belay.book.count('ecs.stop')).toBe(0);
  expect(await belay.path('roll-back', `${id}-back`)).toContain('Deploy the old version');
});

test('a request that comes between the last look and the close is not lost', async () => {
  const belay = await aBelay();
  const id = await belay.deploy();
  const { key } = belay.settings;
  belay.book.after(
    'traffic.weights',
    async () => {
      if (belay.ran.at(-1) !== 'deploy: Verify') return;
      await belay.kept.deployments.requestStop(key, id, {
        because: 'asked in the last moment',
        by: 'somebody',
        at: '',
      });
    },
    10,
  );
  expect(await belay.end(id)).toMatchObject({ verdict: 'ROLLED_BACK', because: 'asked in the last moment' });
  expect(belay.serving()).toBe(OLD.digest);
});

async function oldServes(belay: Belay, id: Awaited<ReturnType<Belay['deploy']>>): Promise<void> {
  await belay.end(id);
  expect(belay.serving()).toBe(OLD.digest);
  expect(belay.doors.failed).toEqual([]);
  const head = await belay.kept.deployments.head(belay.settings.key);
  expect(head).toMatchObject({ serving: OLD });
  expect(head.live).toBeUndefined();
  const state = await belay.kept.services.get(belay.settings.key);
  expect(state).toMatchObject({ denied: [{ digest: NEW.digest }] });
}

/** The alarm's event is handled whole before the call goes on. */
function fireFor(belay: Belay): () => Promise<void> {
  return async () => {
    belay.alarms.set('web-5xx', 'ALARM');
    await belay.kept.clock.sleep(1_000);
  };
}
