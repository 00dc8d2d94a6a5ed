import { expect, test } from 'vitest';
import { parseDeploymentId } from '../../core/domain/names.ts';
import { aCommand, SERVICE } from '../builders.ts';
import { belay as cli, recording } from '../cli/a-cli.ts';
import { fakeWorld, NEW, type WorldOptions } from '../fakes/fake-world.ts';
import { aBelay, type Belay } from '../state-machines/a-belay.ts';
import { askRoutes } from './ask-routes.ts';

const BODY = { service: SERVICE, version: '1.1.0' };
const SMOKE = { id: 'smoke', url: '/smoke', retries: 0 };
const PROBE = { id: 'probe', type: 'command', command: ['probe'], when: 'after' };

/** Asks for a deployment with checks of its own, and waits for its end. */
async function ended(options: WorldOptions, checks: unknown, begin?: (belay: Belay) => void) {
  const belay = await aBelay(options);
  begin?.(belay);
  belay.book.after(
    'ecs.runTasks',
    () => {
      for (const { task, end } of belay.tasks.all)
        if (end === undefined) belay.clock.after(1000, () => belay.tasks.end(task, 0));
    },
    10,
  );
  const { json } = await askRoutes(belay.ports, ['POST', '/deployments'], { ...BODY, checks });
  const { verdict, because } = await belay.end(parseDeploymentId(String(Object(json).deployments?.[0]?.id)));
  return { belay, verdict, because };
}

test('a check of the request alone keeps a bad version from all traffic, and only that one', async () => {
  const { belay, verdict, because } = await ended({}, [SMOKE], ({ probe }) =>
    probe.answers.set('/smoke', { status: 500, body: '' }),
  );
  expect(verdict).toBe('ROLLED_BACK');
  expect(because).toContain('check "smoke" (smoke) failed: GET http');
  expect(belay.service.trafficWentTo).not.toContain(NEW.digest);
  expect((await belay.kept.services.get(SERVICE))?.settings.checks).toEqual([]);
});

test('the checks of the request stand in place of the service’s, at every gate', async () => {
  const { belay, verdict } = await ended({ settings: { checks: [aCommand()] } }, [SMOKE, PROBE]);
  expect(verdict).toBe('SUCCEEDED');
  expect(belay.probe.asked.map(({ url }) => new URL(url).pathname)).toEqual(['/smoke']);
  expect(belay.tasks.all.map(({ command, container }) => ({ command, container }))).toEqual([
    { command: ['probe'], container: 'web' },
  ]);
});

test('a list without checks runs none, and what it runs is stopped when the deployment ends', async () => {
  const { belay, verdict } = await ended({ settings: { checks: [aCommand()] } }, []);
  expect(verdict).toBe('SUCCEEDED');
  expect(belay.tasks.all).toEqual([]);
});

test('a plan names the checks of its request, and brings them into the deployment that runs it', async () => {
  const belay = await aBelay();
  belay.probe.answers.set('/smoke', { status: 500, body: '' });
  const { json: plan } = await askRoutes(belay.ports, ['POST', '/plans'], { ...BODY, checks: [SMOKE] });
  expect(plan).toMatchObject({ plan: { checks: true }, options: { checks: [{ id: 'smoke', timeout: 30 }] } });
  const { api } = await recording({ '/v1/plans': Object(plan) });
  const { stdout } = await cli(api, 'plan', 'web', '1.1.0');
  expect(stdout).toContain("checks in place of the service's: smoke (before)");
  const { json } = await askRoutes(belay.ports, ['POST', '/deployments'], { plan: Object(plan).id });
  const id = parseDeploymentId(String(Object(json).deployments?.[0]?.id));
  expect((await belay.end(id)).verdict).toBe('ROLLED_BACK');
});

test('what Belay cannot send is refused before anything begins', async () => {
  const world = await fakeWorld();
  const traffic = { ...world.kept.traffic, testEndpoint: async () => undefined };
  const answer = await askRoutes({ ...world.ports, traffic }, ['POST', '/deployments'], { ...BODY, checks: [SMOKE] });
  expect(answer).toMatchObject({ json: { code: 'ChecksUnreachable' } });
  expect(world.machines.started).toEqual([]);
});

test.each([
  ['no list', 'smoke', 'checks: '],
  ['another host', [{ ...SMOKE, url: '//example.com/smoke' }], 'checks.0.url: '],
  ['one id twice', [SMOKE, SMOKE], 'checks: each id once'],
  ['an unknown field', [{ ...SMOKE, urls: [] }], 'checks.0.urls: '],
  ['tries without end', [{ ...SMOKE, retries: 10, interval: '1m' }], 'checks.smoke: '],
])('%s is refused, and the field named', async (_, checks, message) => {
  const { ports, machines } = await fakeWorld();
  expect(await askRoutes(ports, ['POST', '/deployments'], { ...BODY, checks })).toMatchObject({
    status: 400,
    json: { message: expect.stringContaining(message) },
  });
  expect(machines.started).toEqual([]);
});
