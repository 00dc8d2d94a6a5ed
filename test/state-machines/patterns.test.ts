import { expect, test } from 'vitest';
import type { ServiceSettings, StrategyName } from '../../core/domain/service.ts';
import { cancel } from '../../core/operations/cancel.ts';
import { continueNow } from '../../core/operations/continue-now.ts';
import { NEW, OLD } from '../fakes/fake-world.ts';
import { aBelay, type Belay, type BelayOptions } from './a-belay.ts';

const MINUTE = 60_000;
const ALL: readonly StrategyName[] = ['blue-green', 'canary', 'linear', 'rolling', 'immediate', 'graceful'];
const IN_PLACE = ALL.slice(3);

function settings(automatic = true, more: Partial<ServiceSettings> = {}): Partial<ServiceSettings> {
  const patterns = [{ pattern: 'OutOfMemoryError', perMinute: 1 }];
  return { rollback: { automatic, threshold: 5, minimumRequests: 20, patterns }, ...more };
}

/** A task of what ECS deploys now writes these lines. */
function write(belay: Belay, ...texts: readonly string[]): void {
  const { taskDefinition } = belay.service;
  const task = `task-of-${taskDefinition.split(':').at(-1)}`;
  belay.tasks.serving.push({ task, taskDefinition });
  belay.logs.write('/ecs/web', `web/web/${task}`, ...texts);
}

/** A deployment whose new task writes a minute after its start, while it gets traffic or is about to. */
async function deployed(strategy: StrategyName, texts: readonly string[], options: BelayOptions = {}) {
  const belay = await aBelay({ settings: settings(), ...options });
  // Its old task writes it all the time.
  write(belay, ...Array(50).fill('java.lang.OutOfMemoryError: as always'));
  const id = await belay.deploy({ strategy });
  belay.clock.after(MINUTE, () => write(belay, ...texts));
  return { belay, id };
}

const TWICE = ['java.lang.OutOfMemoryError: heap', 'java.lang.OutOfMemoryError: token=abc'];
const BECAUSE =
  'container web wrote OutOfMemoryError 2 times within a minute, more than 1: java.lang.OutOfMemoryError: token=***';

test.each(ALL)(
  '%s: a version that answers, and complains in its logs, goes back and its words are told',
  async (how) => {
    const { belay, id } = await deployed(how, TWICE);
    const { verdict, because } = await belay.end(id);
    expect({ verdict, because, serving: belay.serving() }).toEqual({
      verdict: 'ROLLED_BACK',
      because: BECAUSE,
      serving: OLD.digest,
    });
  },
);

test.each(ALL)('%s: one line is borne, and so is all that the old version wrote', async (how) => {
  const { belay, id } = await deployed(how, TWICE.slice(0, 1));
  expect(await belay.end(id)).toMatchObject({ verdict: 'SUCCEEDED' });
  expect(belay.serving()).toBe(NEW.digest);
});

test('what is wrong from the first line on is seen by no user', async () => {
  const belay = await aBelay({ settings: settings() });
  belay.service.onEvent(() => write(belay, ...TWICE));
  const id = await belay.deploy();
  expect((await belay.end(id)).verdict).toBe('ROLLED_BACK');
  expect(belay.service.trafficWentTo).not.toContain(NEW.digest);
});

test('a pattern in a share of a canary goes back before all users meet it', async () => {
  const { belay, id } = await deployed('canary', TWICE);
  expect((await belay.end(id)).verdict).toBe('ROLLED_BACK');
  const path = await belay.path('canary', `${id}-1`);
  expect(path).toContain('Judge the share');
  expect(path).not.toContain('Shift the rest and bake');
});

test.each(ALL)('%s: where the service does not go back by itself, a person is asked and may bear it', async (how) => {
  const { belay, id } = await deployed(how, TWICE, { settings: settings(false, { strategies: {} }) });
  await belay.clock.advance(90 * MINUTE);
  const lines = (await belay.kept.deployments.lines(id)).map(({ text }) => text);
  expect(lines).toContainEqual(expect.stringContaining(`a person decides, ${BECAUSE}`));
  expect(await belay.kept.deployments.get(id)).toMatchObject({ status: 'planned' });
  // Each gate that is left counts the lines again.
  for (let gate = 0; gate < 12 && (await belay.kept.deployments.get(id))?.status !== 'ended'; gate++) {
    await continueNow(belay.ports, id, 'somebody').catch(() => undefined);
    await belay.clock.advance(30 * MINUTE);
  }
  expect(await belay.end(id)).toMatchObject({ verdict: 'SUCCEEDED' });
});

test.each(IN_PLACE)('%s: where ECS watches no alarm, Belay itself waits for the bake before it looks', async (how) => {
  const quiet = { settings: settings(true, { alarms: [] }), wired: false, found: '{}' };
  const late = await deployed(how, [], quiet);
  late.belay.clock.after(4 * MINUTE, () => write(late.belay, ...TWICE));
  expect(await late.belay.end(late.id)).toMatchObject({ verdict: 'ROLLED_BACK', because: BECAUSE });
  expect(late.belay.serving()).toBe(OLD.digest);

  const good = await deployed(how, [], quiet);
  expect(await good.belay.end(good.id)).toMatchObject({ verdict: 'SUCCEEDED' });
  const path = await good.belay.path(how, `${good.id}-1`);
  expect(path.filter((state) => state === 'Watch the new version')).toHaveLength(1);
});

test('while Belay waits for the bake itself, a person can cut it short, or take it back', async () => {
  const watched = async () => {
    const { belay, id } = await deployed('rolling', [], { settings: settings(true, { alarms: [], bake: 3600 }) });
    await belay.clock.advance(20 * MINUTE);
    expect(await belay.path('rolling', `${id}-1`)).toContain('Watch the new version');
    return { belay, id };
  };
  const short = await watched();
  await continueNow(short.belay.ports, short.id, 'somebody');
  await short.belay.clock.advance(MINUTE);
  expect(await short.belay.kept.deployments.get(short.id)).toMatchObject({ verdict: 'SUCCEEDED' });

  const back = await watched();
  await cancel(back.belay.ports, back.id, 'somebody', 'enough seen');
  expect((await back.belay.end(back.id)).verdict).toBe('ROLLED_BACK');
  expect(back.belay.serving()).toBe(OLD.digest);
});

test('a schedule that is lost makes the watch longer, and no longer than its deadline', async () => {
  const { belay, id } = await deployed('rolling', [], { settings: settings(true, { alarms: [] }), shut: ['due'] });
  expect((await belay.end(id)).verdict).toBe('SUCCEEDED');
  const path = await belay.path('rolling', `${id}-1`);
  expect(path.filter((state) => state === 'Watch the new version')).toHaveLength(1);
});

test.each(IN_PLACE)('%s: a person who was asked at the end can take it back', async (how) => {
  const { belay, id } = await deployed(how, TWICE, { settings: settings(false) });
  await belay.clock.advance(60 * MINUTE);
  expect(belay.serving()).toBe(NEW.digest);
  await cancel(belay.ports, id, 'somebody', 'that is no noise');
  expect(await belay.end(id)).toMatchObject({ verdict: 'ROLLED_BACK', because: expect.stringContaining('no noise') });
  expect(belay.serving()).toBe(OLD.digest);
});

test('an alarm while a person is asked at the end takes it back', async () => {
  const { belay, id } = await deployed('rolling', [], { settings: settings(true, { notEnoughData: 'ask' }) });
  belay.logs.busy.add('/ecs/web');
  await belay.clock.advance(60 * MINUTE);
  expect(await belay.path('rolling', `${id}-1`)).toContain('Wait for a person');
  belay.alarms.set('web-5xx', 'ALARM');
  expect(await belay.end(id)).toMatchObject({ verdict: 'ROLLED_BACK', because: expect.stringContaining('web-5xx') });
  expect(belay.doors.failed).toEqual([]);
});

test.each([
  ['blue-green', 'no extension of the bake is left'],
  ['rolling', 'not enough data'],
] as const)('%s: logs that cannot be searched whole are no health', async (how, because) => {
  const { belay, id } = await deployed(how, []);
  belay.logs.busy.add('/ecs/web');
  const end = await belay.end(id);
  expect(end).toMatchObject({ verdict: 'ROLLED_BACK', because: expect.stringContaining(because) });
  expect(end.because).toContain('not all lines of web could be searched for OutOfMemoryError');
});

test('logs that may no longer be read are told with the right that is missing', async () => {
  const { belay, id } = await deployed('blue-green', []);
  belay.logs.closed.add('/ecs/web');
  expect((await belay.end(id)).because).toContain(
    'Belay may not read /ecs/web; deploy the stack with -c logGroups=/ecs/web',
  );
});

test('ECS is asked whose lines they are only where there are too many', async () => {
  const belay = await aBelay({ settings: settings() });
  belay.logs.write('/ecs/web', 'web/web/some-task', 'java.lang.OutOfMemoryError');
  const id = await belay.deploy();
  expect((await belay.end(id)).verdict).toBe('SUCCEEDED');
  expect([belay.book.count('logs.matching'), belay.book.count('ecs.tasks')]).toEqual([2, 0]);
});

test.each(ALL)('%s: a service without patterns is asked nothing, and goes no state further', async (how) => {
  const run = async (watched: Partial<ServiceSettings>) => {
    const belay = await aBelay({ settings: watched });
    const id = await belay.deploy({ strategy: how });
    expect((await belay.end(id)).verdict).toBe('SUCCEEDED');
    const path = await belay.path(how, `${id}-1`);
    return { calls: [...belay.book.calls].sort(), judged: path.includes('Judge the new version') };
  };
  const [without, empty] = [
    await run({}),
    await run(settings(true, { rollback: { automatic: true, threshold: 5, minimumRequests: 20, patterns: [] } })),
  ];
  expect(empty).toEqual(without);
  expect(without.judged).toBe(false);
  expect(without.calls.filter((call) => /^logs\.|ecs\.tasks$|stack\.logGroups/.test(call))).toEqual([]);
});

test('a way back is never held up by what the logs say', async () => {
  const { belay, id } = await deployed('rolling', TWICE);
  belay.clock.after(2 * MINUTE, () => write(belay, ...TWICE));
  expect((await belay.end(id)).verdict).toBe('ROLLED_BACK');
  expect(belay.serving()).toBe(OLD.digest);
});
