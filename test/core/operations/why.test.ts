import { expect, test } from 'vitest';
import { parseServiceKey } from '../../../core/domain/names.ts';
import { pause, resume } from '../../../core/operations/pause.ts';
import { registerVersion } from '../../../core/operations/register-version.ts';
import { why } from '../../../core/operations/why.ts';
import { aDeployment, aQueued, SERVICE } from '../../builders.ts';
import { fakeWorld, NEW, NEWER, type World } from '../../fakes/fake-world.ts';
import { atTheGate } from './begun.ts';

const push = (world: World, { version, digest }: typeof NEW) =>
  registerVersion(world.ports, { repository: 'web', digest, tag: version });

test('a service that nobody pushed to says so', async () => {
  const world = await fakeWorld();
  expect(await why(world.ports, SERVICE)).toMatchObject({
    because: 'nothing was deployed yet; no push was seen',
    hold: null,
    awaits: null,
  });
});

test('a push that led to nothing says what it failed at', async () => {
  const world = await fakeWorld({ settings: { policy: { kind: 'semver', range: '^2', prereleases: false } } });
  await push(world, NEW);
  const { because, decisions } = await why(world.ports, SERVICE);
  expect(because).toContain('the last push (1.1.0) was recorded: 1.1.0 is outside ^2');
  expect(decisions).toMatchObject([{ tag: '1.1.0', digest: NEW.digest }]);
});

test('while something is under way, it is named with its phase, what it waits for and what waits behind it, without the token', async () => {
  const world = await atTheGate();
  await world.kept.deployments.queue(SERVICE, aQueued(NEWER));
  const answer = await why(world.ports, SERVICE);
  expect(answer.because).toBe(`${world.deployment.id} is under way (scale-up); 1.2.0 waits behind it`);
  expect(answer.awaits).toMatchObject({ what: 'gate' });
  expect(JSON.stringify(answer)).not.toMatch(/"token"/);
});

test('a pause is what keeps the service from the next deployment, with who halted it and how it ends', async () => {
  const world = await atTheGate();
  const { id } = world.deployment;
  await pause(world.ports, id, 'ada', 'the graphs look odd');
  const { because, blocks } = await why(world.ports, SERVICE);
  expect(because).toBe(`${id} is paused by ada (scale-up)`);
  expect(blocks).toMatchObject([
    { kind: 'pause', by: 'ada', because: `${id} is paused: the graphs look odd`, lift: `belay resume ${id}` },
  ]);
  await resume(world.ports, id, 'ada');
  expect((await why(world.ports, SERVICE)).blocks).toEqual([]);
});

test('a hold says who holds and why', async () => {
  const world = await fakeWorld();
  const entry = { since: '', because: 'an alarm fired', deployment: aDeployment().id };
  await world.kept.services.hold(SERVICE, entry, { ...entry, digest: NEW.digest });
  const answer = await why(world.ports, SERVICE);
  expect(answer.because).toBe(`hold by ${entry.deployment}: an alarm fired`);
  expect(answer.denied).toMatchObject([{ digest: NEW.digest }]);
});

test('of several pushes the newest is told first, and only those of this service', async () => {
  const world = await fakeWorld({ settings: { policy: { kind: 'manual' } } });
  await push(world, NEW);
  await world.clock.advance(60_000);
  await push(world, NEWER);
  const { because, decisions } = await why(world.ports, SERVICE);
  expect(because).toContain('the last push (1.2.0)');
  expect(decisions.map(({ tag }) => tag)).toEqual(['1.2.0', '1.1.0']);
});

test('an unknown service is refused', async () => {
  const world = await fakeWorld();
  await expect(why(world.ports, parseServiceKey('staging/other'))).rejects.toMatchObject({ code: 'UnknownService' });
});
