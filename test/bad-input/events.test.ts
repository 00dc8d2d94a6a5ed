import { afterAll, beforeAll, expect, test } from 'vitest';
import { until } from '../../local/story/api.ts';
import { imageOf } from '../../local/story/releases.ts';
import { type ExampleWorld, startExample, WEB } from '../story/world-fixture.ts';
import { BAD_EVENTS, BAD_PAYLOADS, bakeOver, GONE, LIES } from './bad-events.ts';
import { type Letter, send, takeFailed } from './letters.ts';

let world: ExampleWorld;
const letters: Letter[] = [];

beforeAll(async () => {
  world = await startExample({ speed: 300 });
  await world.put(WEB, { policy: { kind: 'manual' }, alarms: ['web-5xx'] });
});
afterAll(() => world?.stop());

/** Waits until so many events were given up. */
async function failed(count: number, seconds = 20): Promise<readonly Letter[]> {
  return until(`${count} dead letters, and not ${letters.length}`, seconds, async () => {
    letters.push(...(await takeFailed(world.world)));
    return letters.length >= count ? letters : undefined;
  });
}

test('what is no event ends, after two more tries, as a dead letter with the reason', async () => {
  for (const [, event] of BAD_EVENTS) world.world.events.emit(event);
  for (const [, name, payload] of BAD_PAYLOADS) await send(world.world, name, payload);
  await failed(BAD_EVENTS.length + BAD_PAYLOADS.length);

  for (const [what, { detail }, name, says] of BAD_EVENTS)
    expect(letterAbout(name, { detail }), what).toMatchObject({ attempts: 3, reason: expect.stringMatching(says) });
  for (const [what, name, payload, says] of BAD_PAYLOADS)
    expect(letterAbout(name, payload), what).toMatchObject({ attempts: 3, reason: expect.stringMatching(says) });
  expect(letters).toHaveLength(BAD_EVENTS.length + BAD_PAYLOADS.length);
});

test('nothing of it was recorded, and nothing is half done', async () => {
  for (const repository of ['lies', 'x'.repeat(200)])
    expect(await world.api.get(`/versions?repository=${repository}`)).toEqual({ items: [] });
  expect(await world.api.get(`/deployments?service=${WEB}`)).toEqual({ items: [] });
  expect(await world.api.get(`/services/${WEB}/why`)).toMatchObject({ hold: null, denied: [], head: { service: WEB } });
  expect(world.world.wire.calls.calls('states', 'StartExecution')).toEqual([]);
  expect(world.world.wire.calls.calls('ecs', 'UpdateService')).toEqual([]);
});

test('events that lie about what is so are looked at and change nothing', async () => {
  const before = letters.length;
  for (const event of LIES) world.world.events.emit(event);
  await send(world.world, 'on-due', bakeOver({}));
  await send(world.world, 'on-due', bakeOver({ service: 'staging/nothing' }));
  await send(world.world, 'on-due', { ...bakeOver({}), more: 'fields' });
  await send(world.world, 'on-due', { late: { service: WEB, deployment: 'web-never-was' } });
  await send(world.world, 'on-due', { start: { service: 'staging/nothing' } });
  await send(world.world, 'on-due', { start: { environment: 'nowhere' } });
  await settled();
  expect((await failed(before)).slice(before)).toEqual([]);
  // All that a look found is what serves since before Belay knew the service.
  expect(await world.api.get(`/deployments?service=${WEB}`)).toMatchObject({
    items: [{ by: 'outside Belay', verdict: 'SUCCEEDED', to: { version: 'placeholder' } }],
  });
  const changes = ['UpdateService', 'StopServiceDeployment', 'ContinueServiceDeployment'];
  expect(changes.flatMap((name) => world.world.wire.calls.calls('ecs', name))).toEqual([]);
});

test('an event that no rule wants wakes nobody', async () => {
  const before = letters.length;
  const looks = (): number => world.world.wire.calls.calls('ecr').filter(({ input }) => isAbout(input, 'lies')).length;
  const seen = looks();
  const push = BAD_EVENTS.find(([what]) => what.includes('gone'))?.[1];
  if (push === undefined) throw new Error('there is no push');
  for (const change of [
    { detailType: 'ECR Image Scan' },
    { source: 'aws.ecrs' },
    { detail: {} },
    { detail: { result: 1 } },
  ])
    world.world.events.emit({ ...push, ...change });
  await settled();
  expect([looks(), (await failed(before)).length]).toEqual([seen, before]);
});

test('received = applied + deduplicated + dead-lettered', async () => {
  const before = letters.length;
  const [recorded, known] = recordings();
  const digests = await Promise.all(
    ['2.0.0', '2.0.1', '2.0.2', 'latest'].map((version) => world.push('mixed', version, imageOf({ version }))),
  );
  const event = (digest: string, tag: string) => ({
    source: 'aws.ecr',
    detailType: 'ECR Image Action',
    resources: [],
    detail: {
      'action-type': 'PUSH',
      result: 'SUCCESS',
      'repository-name': 'mixed',
      'image-digest': digest,
      'image-tag': tag,
    },
  });
  // Each image twice more, as EventBridge may; and eight that are no good.
  for (const _ of [1, 2])
    for (const [index, tag] of ['2.0.0', '2.0.1', '2.0.2', 'latest'].entries())
      world.world.events.emit(event(digests[index] ?? '', tag));
  for (const [index, bad] of [GONE, 'sha256:', '', 'x', GONE, 'null', '[]', '{}'].entries())
    world.world.events.emit(event(bad, `bad-${index}`));
  const dead = (await failed(before + 8)).length - before;
  await settled();
  const [applied, deduplicated] = recordings();
  expect({ applied: applied - recorded, deduplicated: deduplicated - known, dead }).toEqual({
    applied: 4,
    deduplicated: 8,
    dead: 8,
  });
  expect(await world.api.get('/versions?repository=mixed')).toMatchObject({ items: { length: 4 } });
});

/** The letter of one event. The bus adds to an event, so that of one that came over it only the detail counts. */
function letterAbout(name: string, sent: unknown): Letter | undefined {
  const text = JSON.stringify(sent);
  return letters.find(({ functionName, payload }) => {
    const forms = [payload, { detail: Object(payload).detail }].map((form) => JSON.stringify(form));
    return functionName === `belay-${name}` && forms.includes(text);
  });
}

/**
 * Pushes to `mixed` that were written down for the first time, and those that were known: a look at the table that asked the registry
 * nothing afterwards, or a second write that met the first.
 */
function recordings(): readonly [number, number] {
  const of = (service: string, name?: string) =>
    world.world.wire.calls.calls(service, name).filter(({ input }) => JSON.stringify(input).includes('"mixed"'));
  const puts = of('dynamodb', 'PutItem');
  const met = puts.filter(({ error }) => error?.message.includes('ConditionalCheckFailed'));
  const written = puts.filter(({ error }) => error === undefined);
  return [written.length, of('dynamodb', 'GetItem').length - of('ecr', 'DescribeImages').length + met.length];
}

function isAbout(input: unknown, repository: string): boolean {
  return Object(input).repositoryName === repository;
}

/** Until nothing has been asked of the local AWS for half a second. */
async function settled(): Promise<void> {
  let seen = '';
  await until('some quiet', 20, async () => {
    const now = JSON.stringify(world.world.wire.calls.counts());
    const quiet = now === seen;
    seen = now;
    await new Promise((resolve) => setTimeout(resolve, 300));
    return quiet || undefined;
  });
}
