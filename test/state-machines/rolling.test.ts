import { expect, test } from 'vitest';
import { rollBack } from '../../core/operations/roll-back.ts';
import { aServiceTruth, SERVICE } from '../builders.ts';
import { NEW, NEWER, OLD } from '../fakes/fake-world.ts';
import { aBelay } from './a-belay.ts';

const found = JSON.stringify({ minimumHealthyPercent: 50 });

test('a good version rolls out, and the service is put back as it was found', async () => {
  const belay = await aBelay({ wired: false, found });
  const id = await belay.deploy();
  expect(await belay.end(id)).toMatchObject({ status: 'SUCCEEDED', verdict: 'SUCCEEDED' });
  expect(await belay.path('rolling', `${id}-1`)).toEqual(['Roll out', 'How did it end?', 'Moved']);
  expect(belay.serving()).toBe(NEW.digest);
  expect((await belay.kept.deployments.lines(id)).map(({ text }) => text)).toEqual([
    expect.stringMatching(/^Deploying /),
    expect.stringMatching(/^ECS replaces the tasks a few at a time: service-deployment\//),
    expect.stringMatching(/ serves: /),
  ]);
  expect(JSON.parse(belay.service.configuration)).toEqual({
    minimumHealthyPercent: 50,
    strategy: 'ROLLING',
    bakeTimeInMinutes: 0,
    lifecycleHooks: [],
    alarms: { alarmNames: [], enable: false, rollback: false },
    deploymentCircuitBreaker: { enable: false, rollback: false },
  });
});

test('a version that dies on start is taken back by the circuit breaker, and the exit code is told', async () => {
  const belay = await aBelay({ wired: false, found });
  belay.service.crashing.add(NEW.digest);
  const id = await belay.deploy();
  const { verdict, because } = await belay.end(id);
  expect(verdict).toBe('ROLLED_BACK');
  expect(because).toContain('circuit breaker');
  expect(because).toContain('exit code 1');
  expect(belay.book.count('ecs.stop')).toBe(0);
  expect(belay.serving()).toBe(OLD.digest);
});

test('a service of which one of two load balancers is wired is never sent BLUE_GREEN, forward or back', async () => {
  const belay = await aBelay({ found });
  const plain = { targetGroup: 'targetgroup/other', container: 'web', containerPort: 8080 };
  belay.surroundings.service = { loadBalancers: [...aServiceTruth().loadBalancers, plain] };
  expect((await belay.end(await belay.deploy())).verdict).toBe('SUCCEEDED');
  belay.service.crashing.add(NEWER.digest);
  expect((await belay.end(await belay.deploy({ to: NEWER }))).verdict).toBe('ROLLED_BACK');
  await rollBack(belay.ports, { service: SERVICE, to: 'previous', by: 'somebody', reason: 'it is bad' });
  await belay.clock.advance(3_600_000);
  expect(belay.serving()).toBe(OLD.digest);
  const [, ...sent] = belay.service.deployments;
  expect(sent.map(({ configuration }) => configuration.strategy)).toEqual(sent.map(() => 'ROLLING'));
});

test('an alarm while it bakes takes it back', async () => {
  const belay = await aBelay({ wired: false, found });
  belay.alarmAfter(120_000);
  const id = await belay.deploy();
  expect((await belay.end(id)).verdict).toBe('ROLLED_BACK');
  expect(belay.serving()).toBe(OLD.digest);
});

test('what ECS shows late is not started again by a second try', async () => {
  const belay = await aBelay({ wired: false, found: '{}' });
  belay.service.arnLag = 20_000;
  belay.book.after('ecs.update', () => belay.book.fail('ecs.recent', 'ThrottlingException'));
  const id = await belay.deploy();
  expect((await belay.end(id)).verdict).toBe('SUCCEEDED');
  // The second one puts the service's own settings back.
  expect(belay.book.count('ecs.update')).toBe(2);
});
