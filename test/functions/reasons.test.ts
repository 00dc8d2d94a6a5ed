import { expect, test } from 'vitest';
import { SERVICE } from '../builders.ts';
import { points, serves } from '../core/operations/ran.ts';
import { fakeWorld } from '../fakes/fake-world.ts';
import { aBelay } from '../state-machines/a-belay.ts';
import { ANN, askRoutes } from './ask-routes.ts';

const REASON = { reason: 'the disk is new' };
const QUERY = `?reason=${encodeURIComponent(REASON.reason)}`;
const AT = `/services/${SERVICE}`;
const RECURRENCE = { dtstart: '2026-11-20T10:00', timeZone: 'UTC', duration: 'PT1H', ...REASON };
const RULE = { environment: 'staging', name: 'a', ...RECURRENCE };

test.each([
  [`${AT}/hold`, REASON, `${AT}/hold`],
  [`${AT}/lock`, REASON, `${AT}/lock`],
  [`${AT}/maintenance`, REASON, `${AT}/maintenance`],
  ['/freezes', RULE, '/freezes/staging.a'],
  ['/windows', RULE, '/windows/staging.a'],
  ['/environments/*/stop', REASON, '/environments/*/stop'],
])('who ends what POST %s began is known, and why', async (begin, body, end) => {
  const { ports } = await fakeWorld();
  expect(await askRoutes(ports, ['POST', begin], body)).toMatchObject({ status: 200 });
  expect(await askRoutes(ports, ['DELETE', `${end}${QUERY}`])).toMatchObject({ status: 200 });
  expect(await askRoutes(ports, ['GET', `${AT}/why`])).toMatchObject({
    json: { ended: [{ data: { by: ANN, because: REASON.reason } }] },
  });
});

test('a reason that is none is refused, and nothing ends', async () => {
  const { ports, kept } = await fakeWorld();
  await askRoutes(ports, ['POST', `${AT}/maintenance`], REASON);
  const empty = await askRoutes(ports, ['DELETE', `${AT}/maintenance?reason=`]);
  expect(empty).toMatchObject({ status: 400, json: { message: expect.stringContaining('reason') } });
  expect((await kept.services.get(SERVICE))?.maintenance).toBeDefined();
});

test('who halts a deployment and lets it go on may say why, and its log tells it', async () => {
  const belay = await aBelay();
  const id = await belay.deploy();
  await belay.clock.advance(2 * 60_000);
  for (const verb of ['pause', 'resume', 'continue'])
    expect(await askRoutes(belay.ports, ['POST', `/deployments/${id}/${verb}`], REASON)).toMatchObject({ status: 200 });
  const texts = (await belay.kept.deployments.lines(id)).map(({ text }) => text);
  for (const said of [`Paused by ${ANN}`, `Resumed by ${ANN}`, `${ANN} lets it go on now`])
    expect(texts.filter((text) => text.startsWith(`${said}: ${REASON.reason}`))).toHaveLength(1);
});

test('who makes a rollback point or tries one may say why, and it stands there', async () => {
  const world = await fakeWorld();
  const [point] = await points(world, [1]);
  await serves(world, 2);
  const made = await askRoutes(world.ports, ['POST', '/rollback-points'], {
    service: SERVICE,
    name: 'good',
    ...REASON,
  });
  expect(made).toMatchObject({ json: { items: [{ createdBy: ANN, ...REASON }] } });
  world.surroundings.taskDefinition = { status: 'ACTIVE' };
  const tried = await askRoutes(world.ports, ['POST', `/rollback-points/${point?.id}/rehearse`], REASON);
  expect(tried).toMatchObject({ status: 202, json: { rehearsal: { by: ANN, ...REASON } } });
});
