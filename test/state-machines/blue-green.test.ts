import { expect, test } from 'vitest';
import { FOUND, NEW, OLD } from '../fakes/fake-world.ts';
import { aBelay } from './a-belay.ts';

test('a good version goes out, and the service is put back as it was found', async () => {
  const belay = await aBelay();
  const id = await belay.deploy();
  expect(await belay.end(id)).toMatchObject({ status: 'SUCCEEDED', verdict: 'SUCCEEDED' });

  expect(belay.serving()).toBe(NEW.digest);
  expect(JSON.parse(belay.service.configuration)).toMatchObject({ ...JSON.parse(FOUND), lifecycleHooks: [] });
  expect(await belay.path('blue-green', `${id}-1`)).toEqual([
    'Scale up',
    'Judge before traffic',
    'Fit for traffic?',
    'Shift traffic and bake',
    'Judge the bake',
    'Good?',
    'Finish',
    'Where is it?',
    'Moved',
  ]);
  expect(await belay.path('deploy', id)).toEqual([
    'Plan',
    'Needs approval?',
    'Capture rollback point',
    'Move traffic',
    'What came of it?',
    'Verify',
    'Close as succeeded',
    'Succeeded',
  ]);
  expect(belay.doors.failed).toEqual([]);
});

test('nothing of it is left behind: no lock, and the new version is under watch', async () => {
  const belay = await aBelay();
  const id = await belay.deploy();
  await belay.end(id);
  const head = await belay.kept.deployments.head(belay.settings.key);
  expect(head).toMatchObject({ serving: NEW, watch: { deployment: id } });
  expect(head.live).toBeUndefined();
});

test('an alarm in the bake puts the captured digest back, and says why', async () => {
  const belay = await aBelay();
  belay.alarmAfter(120_000);
  const id = await belay.deploy();
  const end = await belay.end(id);

  expect(end).toMatchObject({ status: 'FAILED', error: 'RolledBack', verdict: 'ROLLED_BACK' });
  expect(end.because).toContain('alarm web-5xx went to ALARM');
  expect(end.deployment?.from).toMatchObject(OLD);
  expect(belay.serving()).toBe(OLD.digest);
  expect(belay.book.count('ecs.stop')).toBe(1);
  expect(await belay.kept.services.get(belay.settings.key)).toMatchObject({
    hold: { deployment: id },
    denied: [{ digest: NEW.digest }],
  });
});

test('with the door for alarms shut, ECS sees the alarm itself and Belay tells the same', async () => {
  const belay = await aBelay({ shut: ['alarm'] });
  belay.alarmAfter(120_000);
  const id = await belay.deploy();
  expect(await belay.end(id)).toMatchObject({ verdict: 'ROLLED_BACK', because: 'alarm web-5xx fired' });
  expect(belay.serving()).toBe(OLD.digest);
});

test('a version that dies on start is taken back at the third death', async () => {
  const belay = await aBelay();
  belay.service.crashing.add(NEW.digest);
  const id = await belay.deploy();
  const { verdict, because, deployment } = await belay.end(id);

  expect(verdict).toBe('ROLLED_BACK');
  expect(because).toBe(
    '3 tasks of 1.1.0 died on start; the last one: Essential container in task exited (web: exit code 1)',
  );
  expect(secondsOf(deployment)).toBeLessThan(60);
  expect(belay.serving()).toBe(OLD.digest);
});

test('with the door for dead tasks shut, the deadline takes it back and still knows the exit code', async () => {
  const belay = await aBelay({ shut: ['task'] });
  belay.service.crashing.add(NEW.digest);
  const id = await belay.deploy();
  const { verdict, because, deployment } = await belay.end(id);

  expect(verdict).toBe('ROLLED_BACK');
  expect(because).toContain('not done before the deadline, ECS is at SCALE_UP; the slowest part of this service is');
  expect(because).toMatch(new RegExp(`its deadline was \\d+ s; \`belay show ${id} --log\``));
  expect(because).toContain('exit code 1');
  expect(secondsOf(deployment)).toBeLessThan(16 * 60);
  expect(belay.serving()).toBe(OLD.digest);
});

test('too few requests: it bakes once more, and is taken back when there are still too few', async () => {
  const belay = await aBelay({ settings: { minimumRequests: 10 } });
  belay.alarms.answered = 3;
  const id = await belay.deploy();
  const { verdict, because } = await belay.end(id);

  expect(verdict).toBe('ROLLED_BACK');
  expect(because).toBe('not enough data: 3 of 10 requests, and no extension of the bake is left');
  const path = await belay.path('blue-green', `${id}-1`);
  expect(path.filter((state) => state === 'Bake longer')).toHaveLength(1);
  expect(belay.serving()).toBe(OLD.digest);
});

test.each(['INSUFFICIENT_DATA', 'deleted'] as const)(
  'an alarm that is %s at the gate is no sign of health',
  async (how) => {
    const belay = await aBelay();
    belay.clock.after(60_000, () =>
      how === 'deleted' ? belay.alarms.delete('web-5xx') : belay.alarms.set('web-5xx', how),
    );
    const id = await belay.deploy();
    const { verdict, because } = await belay.end(id);
    expect(verdict).toBe('ROLLED_BACK');
    expect(because).toContain('no reading of web-5xx');
  },
);

test('the second bake is enough when the requests come late', async () => {
  const belay = await aBelay({ settings: { minimumRequests: 10 } });
  belay.alarms.answered = 0;
  belay.clock.after(8 * 60_000, () => {
    belay.alarms.answered = 50;
  });
  const id = await belay.deploy();
  expect((await belay.end(id)).verdict).toBe('SUCCEEDED');
});

test('hook events that are lost cost time and nothing else: a look finds the gate', async () => {
  const belay = await aBelay({ shut: ['hook'] });
  const id = await belay.deploy();
  expect((await belay.end(id)).verdict).toBe('SUCCEEDED');
  const path = await belay.path('blue-green', `${id}-1`);
  expect(path.filter((state) => state === 'Look')).toHaveLength(2);
  expect(belay.serving()).toBe(NEW.digest);
});

test('a schedule that never fires costs time and nothing else', async () => {
  const belay = await aBelay({ shut: ['due'] });
  const id = await belay.deploy();
  const { verdict, deployment } = await belay.end(id);
  expect(verdict).toBe('SUCCEEDED');
  expect(secondsOf(deployment)).toBeLessThan(40 * 60);
});

test('a check that fails before traffic: no user ever sees the version', async () => {
  const check = {
    id: 'c',
    name: 'up',
    type: 'http',
    when: 'before',
    url: '/up',
    method: 'GET',
    expectedStatus: 200,
    timeout: 5,
    interval: 1,
    retries: 2,
  } as const;
  const belay = await aBelay({ settings: { checks: [check] } });
  belay.probe.answers.set('/up', { status: 503, body: '' });
  const id = await belay.deploy();
  const { verdict, because } = await belay.end(id);
  expect(verdict).toBe('ROLLED_BACK');
  expect(because).toContain('check "up" (c) failed');
  expect(belay.probe.asked).toHaveLength(3);
  expect(await belay.path('blue-green', `${id}-1`)).not.toContain('Shift traffic and bake');
});

test('a stop that comes too late: ECS ends with the new version, and a new deployment goes back', async () => {
  const belay = await aBelay();
  belay.service.tooLate = true;
  belay.alarmAfter(120_000);
  const id = await belay.deploy();
  const { verdict, deployment } = await belay.end(id);

  expect(verdict).toBe('ROLLED_BACK');
  expect(await belay.path('roll-back', `${id}-back`)).toContain('Deploy the old version');
  expect(belay.service.deployments.map(({ status }) => status)).toEqual(['SUCCESSFUL', 'SUCCESSFUL', 'SUCCESSFUL']);
  expect(belay.serving()).toBe(OLD.digest);
  expect(deployment?.from).toMatchObject(OLD);
});

test.each([0, 5, 20, 30])('ECS shows the deployment %i s late, and all goes as ever', async (seconds) => {
  const good = await aBelay();
  good.service.arnLag = seconds * 1000;
  expect((await good.end(await good.deploy())).verdict).toBe('SUCCEEDED');

  const bad = await aBelay();
  bad.service.arnLag = seconds * 1000;
  bad.alarmAfter(120_000);
  expect((await bad.end(await bad.deploy())).verdict).toBe('ROLLED_BACK');
  expect(bad.serving()).toBe(OLD.digest);
});

function secondsOf(deployment: { startedAt: string; endedAt?: string } | undefined): number {
  return (Date.parse(deployment?.endedAt ?? '') - Date.parse(deployment?.startedAt ?? '')) / 1000;
}
