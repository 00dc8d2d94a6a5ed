import { describe, expect, test } from 'vitest';
import type { HttpCheck } from '../../core/domain/check.ts';
import type { ServiceSettings } from '../../core/domain/service.ts';
import { cancel } from '../../core/operations/cancel.ts';
import { continueNow } from '../../core/operations/continue-now.ts';
import { aCommand } from '../builders.ts';
import { NEW, OLD } from '../fakes/fake-world.ts';
import { aBelay, type Belay, type BelayOptions } from './a-belay.ts';

const MINUTE = 60_000;
const IN_PLACE = ['rolling', 'immediate', 'graceful'] as const;
const CHECK: HttpCheck = {
  type: 'http',
  id: 'ready',
  name: 'ready',
  when: 'after',
  url: '/',
  method: 'GET',
  expectedStatus: 200,
  timeout: 5,
  interval: 1,
  retries: 0,
};

async function deployed(
  strategy: (typeof IN_PLACE)[number],
  settings: Partial<ServiceSettings>,
  { begin, ...options }: BelayOptions & { begin?(belay: Belay): void } = {},
) {
  const belay = await aBelay({ settings, ...options });
  begin?.(belay);
  const id = await belay.deploy({ strategy });
  return { belay, id, end: () => belay.end(id), path: () => belay.path(strategy, `${id}-1`) };
}

describe.each(IN_PLACE)('%s', (strategy) => {
  test('an HTTP check after the bake that fails takes it back', async () => {
    const begin = ({ probe }: Belay) => void probe.answers.set('/', { status: 500, body: '' });
    const { belay, end } = await deployed(strategy, { checks: [CHECK] }, { begin });
    expect(await end()).toMatchObject({ verdict: 'ROLLED_BACK', because: expect.stringContaining('"ready"') });
    expect(belay.serving()).toBe(OLD.digest);
  });

  test.each([
    [0, 'SUCCEEDED', NEW.digest],
    [3, 'ROLLED_BACK', OLD.digest],
  ] as const)('a command at the end that ends with %i: %s', async (code, verdict, serving) => {
    const checks = [aCommand({ when: 'gate' })];
    const { belay, end, path } = await deployed(strategy, { checks });
    belay.book.after('ecs.runTasks', () =>
      belay.clock.after(10_000, () => belay.tasks.end(belay.tasks.all.at(-1)?.task ?? '', code)),
    );
    expect((await end()).verdict).toBe(verdict);
    expect(belay.serving()).toBe(serving);
    expect(belay.book.count('ecs.runTasks')).toBe(1);
    expect(await path()).toContain('Run commands at the end');
  });

  test('too few requests are not enough data: the bake is repeated once, then it goes back', async () => {
    const begin = ({ alarms }: Belay) => {
      alarms.answered = 3;
    };
    const { end, path } = await deployed(strategy, { minimumRequests: 10 }, { begin });
    expect(await end()).toMatchObject({ verdict: 'ROLLED_BACK', because: expect.stringContaining('3 of 10 requests') });
    expect((await path()).filter((state) => state === 'Watch the new version')).toHaveLength(1);
  });

  test('enough requests are told', async () => {
    const { belay, id, end } = await deployed(strategy, { minimumRequests: 10 });
    expect((await end()).verdict).toBe('SUCCEEDED');
    const lines = (await belay.kept.deployments.lines(id)).map(({ text }) => text);
    expect(lines).toContain('At the end: go, quiet through the bake, 1000 requests answered');
  });

  test('requests are counted behind a load balancer of which ECS was told no rule', async () => {
    const begin = ({ surroundings, alarms, clock }: Belay) => {
      surroundings.service = { loadBalancers: [{ targetGroup: 'targetgroup/blue', container: 'web' }] };
      alarms.answered = undefined;
      clock.after(4 * MINUTE, () => alarms.count('targetgroup/blue', 12));
    };
    const bare = { wired: false, found: '{}', begin };
    expect((await (await deployed(strategy, { minimumRequests: 10 }, bare)).end()).verdict).toBe('SUCCEEDED');
    expect((await (await deployed(strategy, { minimumRequests: 13 }, bare)).end()).verdict).toBe('ROLLED_BACK');
  });

  test('an alarm that ECS does not watch must have an OK reading, and a person is asked about one that fires', async () => {
    const rollback = { automatic: false, threshold: 5, minimumRequests: 20 };
    const silent = await deployed(
      strategy,
      { rollback },
      { begin: ({ alarms }) => alarms.set('web-5xx', 'INSUFFICIENT_DATA') },
    );
    await silent.belay.clock.advance(40 * MINUTE);
    const told = (await silent.belay.kept.deployments.lines(silent.id)).map(({ text }) => text);
    expect(told).toContainEqual(expect.stringContaining('no reading of web-5xx'));

    const firing = await deployed(strategy, { rollback });
    firing.belay.alarmAfter(3 * MINUTE);
    await firing.belay.clock.advance(40 * MINUTE);
    expect(await firing.path()).toContain('Wait for a person');
    await cancel(firing.belay.ports, firing.id, 'somebody', 'no');
    expect(await firing.end()).toMatchObject({ verdict: 'ROLLED_BACK' });
    expect(firing.belay.serving()).toBe(OLD.digest);
  });

  test('where ECS watches nothing, Belay holds the bake before it asks', async () => {
    const checks = [aCommand({ when: 'after' })];
    const { belay, end, path } = await deployed(strategy, { alarms: [], checks }, { wired: false, found: '{}' });
    belay.book.after('ecs.runTasks', () =>
      belay.clock.after(10_000, () => belay.tasks.end(belay.tasks.all.at(-1)?.task ?? '', 0)),
    );
    expect((await end()).verdict).toBe('SUCCEEDED');
    const states = await path();
    expect(states.indexOf('Watch the new version')).toBeLessThan(states.indexOf('Run commands at the end'));
    expect(belay.book.count('ecs.runTasks')).toBe(1);
  });

  test('an alarm while commands run at the end takes it back', async () => {
    const { belay, end } = await deployed(strategy, { checks: [aCommand({ when: 'after' })] });
    belay.book.after('ecs.runTasks', () => belay.alarmAfter(20_000));
    expect(await end()).toMatchObject({ verdict: 'ROLLED_BACK', because: expect.stringContaining('web-5xx') });
    expect(belay.serving()).toBe(OLD.digest);
    expect(belay.doors.failed).toEqual([]);
  });

  test('where there is nothing to judge no state is added', async () => {
    const { end, path } = await deployed(strategy, { checks: [aCommand({ when: 'before' })] });
    expect((await end()).verdict).toBe('SUCCEEDED');
    expect(await path()).toHaveLength(3);
  });
});

test('a person ends the bake that Belay holds, and what failed by then still takes it back', async () => {
  const checks = [aCommand({ when: 'after' })];
  const { belay, id, end } = await deployed(
    'rolling',
    { alarms: [], checks, bake: 7200 },
    { wired: false, found: '{}' },
  );
  belay.book.after('ecs.runTasks', () =>
    belay.clock.after(10_000, () => belay.tasks.end(belay.tasks.all.at(-1)?.task ?? '', 3)),
  );
  await belay.clock.advance(10 * MINUTE);
  await continueNow(belay.ports, id, 'somebody');
  await belay.clock.advance(MINUTE);
  expect((await end()).verdict).toBe('ROLLED_BACK');
});
