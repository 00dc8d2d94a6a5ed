import { expect, test } from 'vitest';
import { expectedOf } from '../../../core/domain/agreed.ts';
import { type DeployAnswer, deploy } from '../../../core/operations/deploy.ts';
import { makePlan, type PlanRequest, planToRun } from '../../../core/operations/make-plan.ts';
import { steps } from '../../../core/steps/index.ts';
import { aDeployment, aDigest, aLive, aPoint, SERVICE } from '../../builders.ts';
import { fakeWorld, NEW, NEWER, OLD, type World } from '../../fakes/fake-world.ts';
import { CASES, containers } from './verify-cases.ts';

const DAY = 24 * 60 * 60_000;
const WRITES =
  /^(ecs\.(update|register|stop|continue|end)|deployments\.(begin|advance|amend|end|log)|machines|schedules|rollbackPoints\.put)/;

function startedBy(answer: DeployAnswer) {
  if (answer.kind !== 'started') throw new Error('it waits');
  return answer;
}

function planned(world: World, change: Partial<PlanRequest> = {}) {
  return makePlan(world.ports, {
    service: SERVICE,
    to: NEW,
    repository: 'web',
    strategy: 'auto',
    options: {},
    first: false,
    by: 'somebody',
    ...change,
  });
}

test('a plan says from where to where, how, in which steps, and how the way back is; it touches nothing', async () => {
  const world = await fakeWorld();
  const plan = await planned(world, { strategy: 'canary' });
  expect(plan).toMatchObject({ from: OLD, to: NEW, plan: { strategy: 'canary', wayBack: 'warm' }, refusals: [] });
  expect(plan.steps.map(({ name }) => name)).toEqual([
    'the new version starts beside the old one',
    'checks before traffic',
    '5 % of the traffic, under watch',
    'all traffic, under watch',
    'the old version is let go',
  ]);
  expect(world.book.calls.filter((call) => WRITES.test(call))).toEqual([]);
});

test('a cold way back says when it was rehearsed and how long that took, and is given as long', async () => {
  const world = await fakeWorld({ wired: false, found: '{}' });
  const at = '2026-11-20T09:00:00.000Z';
  const outcome = { ok: true, because: '', seconds: 700, until: 'running' as const, at };
  await world.kept.rollbackPoints.put(
    aPoint({ digest: OLD.digest, rehearsal: { startedAt: at, by: 'ann', plus: 20, outcome } }),
  );
  const { plan } = await planned(world);
  expect(plan).toMatchObject({
    wayBack: 'cold',
    rehearsed: { at, seconds: 700, until: 'running', plus: 20 },
    backWithin: 780,
  });
});

test('a deployment has the times of the plan that was made right before, however many came before it', async () => {
  const world = await fakeWorld();
  // Of twenty the slowest does not count; of nineteen it would.
  for (let number = 0; number < 20; number++) {
    const startedAt = `2026-11-19T10:00:${String(number).padStart(2, '0')}.000Z`;
    const one = aDeployment({ id: `web-1.0.0-1.0.${number}-20261119T100000Z-aaaa`, startedAt });
    const line = {
      deployment: one.id,
      service: SERVICE,
      event: 'version:update:start',
      at: '',
      text: '',
      data: {},
    } as const;
    const needed = number === 5 ? 2000 : 100;
    await world.kept.deployments.begin(one, aLive(one), line);
    await world.kept.deployments.end(
      { ...one, status: 'ended', verdict: 'SUCCEEDED', because: '', endedAt: startedAt, needed },
      line,
      { serving: OLD },
    );
  }
  const { plan } = await planned(world);
  const asked = { service: SERVICE, to: NEW, repository: 'web', strategy: 'auto', first: false } as const;
  const { id } = startedBy(await deploy(world.ports, { ...asked, by: 'ann', reason: 'so', whenBusy: 'refuse' }));
  await steps.Plan(world.kept, { deployment: id, service: SERVICE });
  expect((await world.kept.deployments.get(id))?.plan).toEqual(plan);
});

test('a warm way back asks for no rollback point', async () => {
  const world = await fakeWorld();
  expect((await planned(world)).plan).not.toHaveProperty('rehearsed');
  expect(world.book.count('rollbackPoints.newest')).toBe(0);
});

test('everything that stands in its way is told in one run', async () => {
  const world = await fakeWorld();
  world.registry.remove('web', NEW.digest);
  world.alarms.set('web-5xx', 'ALARM');
  const { plan, refusals, id } = await planned(world);
  expect(plan).toBeNull();
  expect(refusals.map(({ code }) => code)).toEqual(['ImageGone', 'AlarmAlreadyFiring']);
  await expect(planToRun(world.ports, id)).rejects.toMatchObject({ code: 'PlanChanged' });
});

test('two failures of one code are both told, and one failure once', async () => {
  const world = await fakeWorld();
  world.alarms.delete('web-5xx');
  world.surroundings.taskDefinition = { containers: containers({ name: 'api' }) };
  world.surroundings.gone.add('targetgroup/green');
  world.registry.remove('web', OLD.digest);
  for (const definition of world.service.taskDefinitions) definition.active = false;
  const { refusals } = await planned(world);
  const about = (code: string) => refusals.filter((one) => one.code === code).map(({ message }) => message);
  expect(about('BadRequest')).toEqual([
    expect.stringContaining('web-5xx'),
    expect.stringMatching(/^web: .* no such container/),
  ]);
  expect(about('NoWayBack')).toEqual([
    expect.stringContaining('is gone from web'),
    expect.stringContaining('is INACTIVE'),
  ]);
  expect(about('NotWired')).toEqual([
    expect.stringContaining('no container web'),
    expect.stringContaining('targetgroup/green'),
  ]);
});

test('a plan judges what is asked for, and not what the settings say where the request says otherwise', async () => {
  const world = await fakeWorld({ settings: { strategy: 'canary' }, wired: false, found: '{}' });
  world.alarms.set('web-5xx', 'ALARM');
  world.alarms.set('other', 'OK');
  const { refusals } = await planned(world, { strategy: 'rolling', options: { alarms: ['other'] } });
  expect(refusals).toEqual([]);
});

test.each(CASES)('$name: the plan tells each failure once', async ({ around, found, weights, change, refused }) => {
  const world = await fakeWorld();
  Object.assign(world.surroundings, around);
  if (found !== undefined) world.service.configuration = JSON.stringify(found);
  if (weights !== undefined) world.service.weights = () => weights;
  await change?.(world);
  const codes = (await planned(world)).refusals.map(({ code }) => code);
  expect(codes.toSorted()).toEqual(refused.map((one) => one.split(' ')[1]).toSorted());
});

test('a plan is run exactly, or refused when the service changed since', async () => {
  for (const [change, code] of [
    [() => undefined, undefined],
    [(world: World) => world.service.ranBefore({ web: `registry/web@${NEWER.digest}` }), 'PlanChanged'],
    [(world: World) => world.kept.services.put({ ...world.settings, bake: 0 }), 'PlanChanged'],
  ] as const) {
    const world = await fakeWorld();
    const { plan, id, to, repository, strategy, options, first } = await planToRun(
      world.ports,
      (await planned(world)).id,
    );
    expect(id).toMatch(/^plan-/);
    await change(world);
    const expected = expectedOf(plan);
    const asked = { service: SERVICE, to, repository, strategy, options, first, expected };
    const answer = await deploy(world.ports, { ...asked, by: 'somebody', reason: '', whenBusy: 'refuse' });
    const step = steps.Plan(world.ports, { deployment: answer.kind === 'started' && answer.id, service: SERVICE });
    if (code === undefined) await expect(step).resolves.toMatchObject({ machine: 'blue-green' });
    else await expect(step).rejects.toMatchObject({ code });
  }
});

test('a plan is kept for a week', async () => {
  const world = await fakeWorld();
  const { id } = await planned(world);
  await world.clock.advance(6 * DAY);
  expect((await planToRun(world.ports, id)).id).toBe(id);
  await world.clock.advance(2 * DAY);
  await expect(planToRun(world.ports, id)).rejects.toMatchObject({ code: 'UnknownPlan' });
  await expect(planToRun(world.ports, 'plan-none')).rejects.toMatchObject({ code: 'UnknownPlan' });
});

test('a denied digest and the wrong direction are told too', async () => {
  const world = await fakeWorld();
  const deployment = 'web-1.0.0-1.1.0-20261120T100000Z-aaaa' as never;
  const entry = { since: '', because: 'bad', deployment };
  await world.kept.services.hold(SERVICE, entry, { ...entry, digest: NEW.digest });
  expect((await planned(world)).refusals.map(({ code }) => code)).toEqual(['Denied']);
  const strange = await planned(world, { to: { version: '1.2.0', digest: aDigest(3) }, direction: 'downgrade' });
  expect(strange.refusals).toEqual([]);
});
