import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { until } from '../../local/story/api.ts';
import { belay as belayAt } from '../cli/a-cli.ts';
import { type ExampleWorld, startExample } from '../story/world-fixture.ts';
import { type Ask, askAt, type Reply } from './ask.ts';
import { BAD_FREEZES, FREEZE } from './bad-freezes.ts';

const SERVICE = 'staging/api';
const AT = `/v1/services/${SERVICE}`;
const SETTINGS = { cluster: 'example', containers: { api: 'api' }, bake: '0s', watch: '1m' };

let world: ExampleWorld;
let ask: Ask;

beforeAll(async () => {
  world = await startExample({ speed: 120 });
  ask = askAt(world.running.api);
  expect((await ask('PUT', AT, { body: SETTINGS })).status).toBe(200);
  await world.push('api', '1.0.0');
  await world.push('api', '1.1.0');
});
afterAll(() => world?.stop());

const deploy = (body: object = {}): Promise<Reply> =>
  ask('POST', '/v1/deployments', { body: { service: SERVICE, version: '1.0.0', first: true, ...body } });
const why = async (): Promise<Reply['json']> => (await ask('GET', `${AT}/why`)).json;
const idOf = ({ json }: Reply): string => String(Object(json.deployments)[0]?.id);
/** The clock of the world runs ahead of ours: a lock tells what it shows. */
async function inSeconds(seconds: number): Promise<string> {
  const { lock } = (await ask('POST', `${AT}/lock`, { body: { reason: 'to read the clock' } })).json;
  await ask('DELETE', `${AT}/lock`);
  return new Date(Date.parse(Object(lock).since) + seconds * 1000).toISOString();
}

/** Whatever the day: only one minute of each day is left out. */
const ALL_YEAR = { ...FREEZE, dtstart: '2025-12-31T00:00', timeZone: 'UTC', duration: 'PT23H59M', rrule: 'FREQ=DAILY' };
/** What begins a block, what ends it, and its kind. */
const BLOCKS = [
  ['lock', `${AT}/lock`, { reason: 'so' }, `${AT}/lock`],
  ['maintenance', `${AT}/maintenance`, { reason: 'so' }, `${AT}/maintenance`],
  ['freeze', '/v1/freezes', ALL_YEAR, '/v1/freezes/staging.christmas'],
  ['window', '/v1/windows', { ...FREEZE, name: 'w' }, '/v1/windows/staging.w'],
  ['stop-the-line', '/v1/environments/staging/stop', { reason: 'so' }, '/v1/environments/staging/stop'],
  ['stop-the-line', '/v1/environments/*/stop', { reason: 'so' }, '/v1/environments/*/stop'],
] as const;

test.each(BLOCKS)('a %s (%s) is begun, shown by why, and ended', async (kind, path, body, end) => {
  expect((await ask('POST', path, { body })).text).toContain('"since"');
  expect((await why()).blocks).toMatchObject([{ kind, by: expect.stringContaining('user/local') }]);
  // Its owner passes a lock.
  if (kind !== 'lock')
    expect(await deploy()).toMatchObject({ status: 409, json: { code: 'Blocked', details: { blocks: [{ kind }] } } });
  expect(await ask('DELETE', end)).toMatchObject({ status: 200 });
  expect((await why()).blocks).toEqual([]);
});

test('a hold keeps a push back, and a person through', async () => {
  expect((await ask('POST', `${AT}/hold`, { body: { reason: 'we look first' } })).json).toMatchObject({
    hold: { because: 'we look first' },
  });
  expect((await why()).blocks).toMatchObject([{ kind: 'hold', blocks: 'automation' }]);
  expect((await ask('DELETE', `${AT}/hold`)).status).toBe(200);
});

test('in maintenance force starts a deployment, which tells who and why to the end', async () => {
  await ask('POST', `${AT}/maintenance`, { body: { reason: 'a new disk' } });
  const started = await deploy({ force: true, reason: 'the shop is down' });
  expect(started.status, started.text).toBe(202);
  const forced = { by: expect.stringContaining('user/local'), reason: 'the shop is down', past: ['maintenance'] };
  expect(await world.end(idOf(started))).toMatchObject({ verdict: 'SUCCEEDED', forced });
  await ask('DELETE', `${AT}/maintenance`);
});

test('a deployment at a time starts then, by its schedule, under the id that was answered', async () => {
  const scheduled = await deploy({ version: '1.1.0', at: await inSeconds(90) });
  expect(scheduled, scheduled.text).toMatchObject({ status: 202, json: { deployments: [{ status: 'scheduled' }] } });
  expect((await why()).waiting).toMatchObject([{ id: idOf(scheduled), by: expect.stringContaining('user/local') }]);
  expect((await ask('GET', `/v1/deployments/${idOf(scheduled)}`)).json).toMatchObject({
    status: 'scheduled',
    service: SERVICE,
    to: { version: '1.1.0' },
    waitsFor: [{ because: expect.stringContaining('its time') }],
    cancel: `belay unqueue ${SERVICE} ${idOf(scheduled)}`,
  });
  expect(await world.end(idOf(scheduled))).toMatchObject({ verdict: 'SUCCEEDED', to: { version: '1.1.0' } });
});

test('what may wait for its turn starts when the one before it has ended', async () => {
  const first = await deploy({ direction: 'downgrade' });
  const second = await deploy({ version: '1.1.0', whenBusy: 'queue' });
  expect(second, second.text).toMatchObject({ status: 202, json: { deployments: [{ status: 'queued' }] } });
  expect((await ask('GET', `/v1/deployments/${idOf(second)}`)).json).toMatchObject({
    status: 'queued',
    waitsFor: [{ because: expect.stringContaining(idOf(first)), lift: `belay cancel ${idOf(first)}` }],
  });
  await world.end(idOf(first));
  expect(await world.end(idOf(second))).toMatchObject({ verdict: 'SUCCEEDED' });
});

test('one that waits is taken out', async () => {
  const scheduled = await deploy({ version: '1.1.0', at: await inSeconds(86_400) });
  const path = `${AT}/waiting/${idOf(scheduled)}`;
  expect((await ask('DELETE', path)).json).toMatchObject({ waiting: { ended: { outcome: 'cancelled' } } });
  expect(await ask('DELETE', path)).toMatchObject({ status: 404, json: { code: 'UnknownDeployment' } });
  expect((await ask('GET', `/v1/deployments/${idOf(scheduled)}`)).json).toMatchObject({
    status: 'ended',
    verdict: 'CANCELLED',
  });
});

test('a lock with an end is gone when that has come', async () => {
  await ask('POST', `${AT}/lock`, { body: { reason: 'a hotfix', until: await inSeconds(60) } });
  await until('the lock to end', 20, async () => (Object((await why()).blocks).length === 0 ? true : undefined));
});

describe('a bad body is a 400 that names the field, and nothing is done', () => {
  test.each(BAD_FREEZES)('a freeze with %s', async (_, change, names) => {
    for (const path of ['/v1/freezes', '/v1/windows']) {
      const reply = await ask('POST', path, { body: { ...FREEZE, ...change } });
      expect(reply.json, reply.text).toMatchObject({ code: 'BadRequest', message: expect.stringContaining(names) });
      expect(reply.status).toBe(400);
    }
  });
  test.each([
    ['lock', {}, 'reason'],
    ['lock', { reason: '' }, 'reason'],
    ['lock', { reason: 'so', until: 'tomorrow' }, 'until'],
    ['lock', { reason: 'so', until: '2020-01-01T00:00:00Z' }, 'until'],
    ['lock', { reason: 'so', owner: 'somebody else' }, 'owner'],
    ['hold', { reason: 'x'.repeat(501) }, 'reason'],
    ['maintenance', { reason: 7 }, 'reason'],
  ])('a %s with %o', async (what, body, names) => {
    const reply = await ask('POST', `${AT}/${what}`, { body });
    expect(reply, reply.text).toMatchObject({ status: 400, json: { message: expect.stringContaining(names) } });
  });
  test('nothing blocks, and there is no rule', async () => {
    expect((await why()).blocks).toEqual([]);
    for (const path of ['/v1/freezes', '/v1/windows']) expect((await ask('GET', path)).json).toEqual({ items: [] });
  });
});

test.each([
  ['POST', '/v1/freezes', { ...FREEZE, environment: 'stagin' }, 404, 'UnknownEnvironment'],
  ['POST', '/v1/environments/stagin/stop', { reason: 'so' }, 404, 'UnknownEnvironment'],
  ['POST', '/v1/environments/a b/stop', { reason: 'so' }, 400, 'BadRequest'],
  ['DELETE', '/v1/environments/staging/stop', undefined, 404, 'UnknownRule'],
  ['DELETE', '/v1/freezes/staging.none', undefined, 404, 'UnknownRule'],
  ['DELETE', '/v1/freezes/christmas', undefined, 400, 'BadRequest'],
  ['POST', '/v1/services/staging/none/lock', { reason: 'so' }, 404, 'UnknownService'],
  ['DELETE', '/v1/services/staging/none/lock', undefined, 404, 'UnknownService'],
  ['DELETE', `${AT}/lock?force=yes`, undefined, 400, 'BadRequest'],
  ['DELETE', `${AT}/lock?force=true`, undefined, 400, 'BadRequest'],
  ['DELETE', `${AT}/waiting/none-1`, undefined, 404, 'UnknownDeployment'],
] as const)('%s %s %o is a %i %s', async (method, path, body, status, code) => {
  const reply = await ask(method, encodeURI(path), { body });
  expect(reply, reply.text).toMatchObject({ status, json: { code } });
});

test('the command has a verb for each, and says what ends it', async () => {
  const belay = (...words: string[]) => belayAt(world.running.api, ...words);
  const span = ['--start', '2036-12-24T18:00', '--zone', 'Europe/Berlin', '--duration', 'P3D', '--reason', 'x'];
  for (const [words, exitCode, says] of [
    [['lock', 'api', '--reason', 'a hotfix'], 0, 'belay unlock staging/api'],
    [['why', 'api'], 0, 'belay unlock staging/api'],
    [['unlock', 'api'], 0, 'no longer locked'],
    [['unlock', 'api'], 0, 'was not locked'],
    [['hold', 'api', '--reason', 'we look'], 0, 'belay lift staging/api'],
    [['lift', 'api'], 0, 'no longer held'],
    [['maintenance', 'on', 'api', '--reason', 'x'], 0, 'belay maintenance off staging/api'],
    [['deploy', 'api', '1.0.0'], 3, 'Blocked'],
    [['deploy', 'api', '1.0.0', '--force'], 2, 'force needs a reason'],
    [['maintenance', 'off', 'api'], 0, 'no longer in maintenance'],
    [['freeze', 'put', 'staging', 'sale', ...span], 0, 'belay freeze remove staging.sale'],
    [['freeze'], 0, 'staging.sale'],
    [['freeze', 'remove', 'staging.sale'], 0, 'is removed'],
    [['freeze', 'list'], 0, 'there is no freeze'],
    [['window', 'put', 'staging', 'w', ...span], 0, 'belay window remove staging.w'],
    [['window', 'remove', 'staging.w'], 0, 'is removed'],
    [['stop-the-line', '*', '--reason', 'x'], 0, 'start-the-line'],
    [['deploy', 'api', '1.0.0', '--force', '--reason', 'x'], 3, 'Not even --force'],
    [['start-the-line', '*'], 0, 'runs again'],
    [['deploy', 'api', '1.0.0', '--at', '2020-01-01T00:00:00Z'], 2, 'is over'],
    [['deploy', 'api', '1.0.0', '--at', 'tomorrow'], 2, 'at:'],
  ] as const) {
    const ran = await belay(...words);
    expect(`${ran.stdout}${ran.stderr}`, words.join(' ')).toContain(says);
    expect(ran.exitCode, words.join(' ')).toBe(exitCode);
  }
  const at = await inSeconds(86_400);
  const waiting = await belay('deploy', 'api', '1.1.0', '--at', at, '--json');
  const [{ id }] = Object(waiting.json).deployments;
  const shown = await belay('show', id);
  expect(shown, shown.stderr).toMatchObject({
    exitCode: 0,
    stdout: expect.stringContaining('scheduled: 1.1.0 waits for its time'),
  });
  expect(await belay('watch', id, '--timeout', '0')).toMatchObject({
    exitCode: 7,
    stdout: expect.stringContaining(`belay unqueue ${SERVICE} ${id}`),
  });
  expect((await belay('why', 'api')).stdout).toContain('1.1.0 waits, asked for by');
  expect(await belay('unqueue', 'api', id)).toMatchObject({ exitCode: 0 });
  expect(await belay('watch', id)).toMatchObject({ exitCode: 5, stdout: expect.stringContaining('CANCELLED') });
});
