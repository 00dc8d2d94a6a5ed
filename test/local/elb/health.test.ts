import { expect, onTestFinished, test } from 'vitest';
import { HealthChecks } from '../../../local/elb/health-checks.ts';
import { INITIAL, isSettled, nextHealth } from '../../../local/elb/health-state.ts';
import { matches } from '../../../local/elb/probe.ts';
import { ScaledClock } from '../../../local/kernel/scaled-clock.ts';
import { aBlueGreen, aProcess, send, until } from './an-elb.ts';

const check = {
  path: '/',
  port: 'traffic-port',
  intervalSeconds: 5,
  timeoutSeconds: 2,
  healthyThreshold: 3,
  unhealthyThreshold: 2,
  matcher: '200',
};

test.each`
  results      | state
  ${'+'}       | ${'healthy'}
  ${'-'}       | ${'initial'}
  ${'-+'}      | ${'healthy'}
  ${'--'}      | ${'unhealthy'}
  ${'+-'}      | ${'healthy'}
  ${'+-+-'}    | ${'healthy'}
  ${'+--'}     | ${'unhealthy'}
  ${'--++'}    | ${'unhealthy'}
  ${'--++-++'} | ${'unhealthy'}
  ${'--+++'}   | ${'healthy'}
`('after the checks $results a target is $state', ({ results, state }) => {
  const failed = { passed: false, reason: 'Target.Timeout', description: 'Request timed out' } as const;
  let health = INITIAL;
  for (const result of String(results)) health = nextHealth(health, result === '+' ? { passed: true } : failed, check);
  expect(health.state).toBe(state);
});

test('a target is settled when the next check is not expected to change it', () => {
  expect(isSettled(INITIAL)).toBe(false);
  const healthy = nextHealth(INITIAL, { passed: true }, check);
  expect(isSettled(healthy)).toBe(true);
  expect(isSettled(nextHealth(healthy, { passed: false, reason: 'Target.Timeout', description: '' }, check))).toBe(
    false,
  );
});

test.each([
  ['200', 200, true],
  ['200', 201, false],
  ['200,302', 302, true],
  ['200-299', 250, true],
  ['200-299,401', 401, true],
  ['200-299', 300, false],
])('the matcher %s with %d: %s', (matcher, status, expected) => {
  expect(matches(matcher, status)).toBe(expected);
});

test('a new target is initial, then healthy, and listeners are told', async () => {
  const { elb, blue } = await aBlueGreen();
  const process = await aProcess('blue');
  const told: string[] = [];
  elb.onHealthChange(() => told.push(elb.health(blue, process.target)));
  elb.register(blue, process.target);
  expect(elb.health(blue, process.target)).toBe('initial');
  await until(() => elb.health(blue, process.target) === 'healthy');
  expect(told).toEqual(['initial', 'healthy']);
});

test.each([
  ['Target.ResponseCodeMismatch', 'unhealthy'],
  ['Target.FailedHealthChecks', 'initial'],
] as const)(
  'a new target whose checks fail with %s is %s: nobody listening yet is no failure',
  async (reason, expected) => {
    let checks = 0;
    const health = new HealthChecks({
      clock: new ScaledClock(60),
      target: { id: '127.0.0.1', port: 1 },
      probe: async () => {
        checks += 1;
        return { passed: false, reason, description: 'Health checks failed' };
      },
      settings: () => check,
      hurried: () => true,
      changed: () => undefined,
    });
    onTestFinished(() => health.stop());
    health.start();
    await until(() => checks >= 3);
    expect(health.health.state).toBe(expected);
  },
);

test('targets of a group that no rule uses are unused and not checked', async () => {
  const { elb, provision } = await aBlueGreen();
  const lonely = (
    await provision('TargetGroup', 'Lonely', {
      Port: 80,
      Protocol: 'HTTP',
      TargetType: 'ip',
      HealthCheckPath: '/health',
    })
  ).ref;
  const process = await aProcess('lonely');
  elb.register(lonely, process.target);
  await new Promise((resolve) => setTimeout(resolve, 150));
  expect([elb.health(lonely, process.target), process.checks]).toEqual(['unused', 0]);
});

test('a settled target is left alone, except while a deployment is under way', async () => {
  const { elb, blue } = await aBlueGreen();
  const process = await aProcess('blue');
  elb.register(blue, process.target);
  await until(() => elb.health(blue, process.target) === 'healthy');
  const { checks } = process;
  await new Promise((resolve) => setTimeout(resolve, 350));
  expect(process.checks).toBe(checks);
  elb.hurry(true);
  await until(() => process.checks >= checks + 2);
});

test('a request that finds its target gone has it checked at once', async () => {
  const { elb, blue, url } = await aBlueGreen();
  const [gone, good] = [await aProcess('gone'), await aProcess('good')];
  elb.register(blue, gone.target);
  elb.register(blue, good.target);
  await until(() => elb.health(blue, gone.target) === 'healthy' && elb.health(blue, good.target) === 'healthy');
  await gone.stop();
  await Promise.all([send(url), send(url)]);
  await until(() => elb.health(blue, gone.target) === 'unhealthy');
  expect((await send(url)).body).toBe('good');
});
