import { expect, test } from 'vitest';
import type { DeploymentId } from '../../core/domain/names.ts';
import { closeAbandoned } from '../../core/operations/close-abandoned.ts';
import { registerVersion } from '../../core/operations/register-version.ts';
import { SERVICE } from '../builders.ts';
import { NEW, NEWER, OLD } from '../fakes/fake-world.ts';
import { aBelay, type Belay, type BelayOptions } from './a-belay.ts';

const MINUTE = 60_000;
/** ECS ends well at once, and Belay holds the bake. */
const BAKING: BelayOptions = { wired: false, found: '{}', settings: { alarms: [], checks: [late()] } };

function late() {
  return {
    type: 'command',
    id: 'late',
    name: 'late',
    when: 'after',
    container: 'web',
    command: ['check'],
    expectedExitCodes: [0],
    timeout: 60,
  } as const;
}

/** Deploys, and somebody stops the execution after some minutes. */
async function aborted(minutes: number, options?: BelayOptions, begin?: (belay: Belay) => void) {
  const belay = await aBelay(options);
  begin?.(belay);
  const id = await belay.deploy();
  await belay.clock.advance(minutes * MINUTE);
  await belay.abort(id);
  return { belay, id, end: await belay.end(id) };
}

async function wayBackOf(belay: Belay, id: DeploymentId) {
  const wayBack = (await belay.kept.deployments.get(id))?.wayBack;
  return wayBack && (await belay.kept.deployments.get(wayBack));
}

test('ECS had ended well already: a deployment of its own goes back to the captured point, and is verified', async () => {
  const { belay, id, end } = await aborted(3, BAKING);
  const back = await wayBackOf(belay, id);
  expect(end).toMatchObject({ verdict: 'STUCK', because: expect.stringContaining(`${back?.id} goes back to 1.0.0`) });
  expect(back).toMatchObject({ kind: 'rollback', by: 'belay', verdict: 'SUCCEEDED', from: NEW, to: OLD });
  expect(belay.serving()).toBe(OLD.digest);
  expect(await belay.kept.services.get(SERVICE)).toMatchObject({ denied: [{ digest: NEW.digest }] });
  expect((await belay.kept.deployments.lines(id)).at(-1)?.text).toContain(`Next: \`belay watch ${back?.id}\``);
});

test('ECS shows late what was started a moment ago: it is waited for, and stopped', async () => {
  const { belay, id } = await aborted(1 / 6, {}, ({ service }) => {
    service.arnLag = 30_000;
  });
  expect(await wayBackOf(belay, id)).toBeUndefined();
  expect(belay.book.count('ecs.stop')).toBe(1);
  expect(belay.service.deployments).toHaveLength(2);
  expect(belay.serving()).toBe(OLD.digest);
});

test('a stop would lead elsewhere: nothing is stopped, and the captured point is deployed', async () => {
  const { belay, id } = await aborted(2, {}, ({ book, service }) =>
    book.before('ecs.update', () => service.ranBefore({ web: `registry/web@${NEWER.digest}` })),
  );
  expect(await wayBackOf(belay, id)).toMatchObject({ verdict: 'SUCCEEDED', to: OLD });
  expect(belay.book.count('ecs.stop')).toBe(0);
  expect(belay.serving()).toBe(OLD.digest);
});

test('where ECS goes back by itself, it is left to', async () => {
  const { belay, id } = await aborted(2);
  expect(await wayBackOf(belay, id)).toBeUndefined();
  expect(belay.service.deployments).toHaveLength(2);
  expect(belay.serving()).toBe(OLD.digest);
});

test('nothing was started yet: nothing is deployed', async () => {
  const options = { settings: { approval: { count: 1, approvers: [], deadline: 3600 } } };
  const { belay, id, end } = await aborted(2, options);
  expect(end.verdict).toBe('STUCK');
  expect(await wayBackOf(belay, id)).toBeUndefined();
  expect(belay.service.deployments).toHaveLength(1);
});

test('a service that does not go back by itself stays, and its page says so', async () => {
  const rollback = { automatic: false, threshold: 5, minimumRequests: 20 };
  const { belay, id, end } = await aborted(3, { ...BAKING, settings: { ...BAKING.settings, rollback } });
  expect(end).toMatchObject({ verdict: 'STUCK', because: expect.stringContaining('rollback.automatic is off') });
  expect(await wayBackOf(belay, id)).toBeUndefined();
  expect(belay.serving()).toBe(NEW.digest);
});

test('somebody deployed around it: that stands', async () => {
  const { belay, id } = await aborted(3, BAKING, ({ clock, service }) => {
    clock.after(30_000, () => {
      const taskDefinition = service.register({ web: `registry/web@${NEWER.digest}` });
      service.update({ taskDefinition, deploymentConfiguration: '{}' });
    });
  });
  expect(await wayBackOf(belay, id)).toBeUndefined();
  expect(belay.serving()).toBe(NEWER.digest);
});

test.each(['deployments.end', 'deployments.begin', 'machines.start'])(
  'a crash at %s while it is closed: whoever repeats it starts one way back, and no second',
  async (call) => {
    const belay = await aBelay(BAKING);
    const id = await belay.deploy();
    await belay.clock.advance(3 * MINUTE);
    belay.book.fail(call, 'ServerException');
    await closeAbandoned(belay.ports, id, 'TIMED_OUT').catch(() => undefined);
    await closeAbandoned(belay.ports, id, 'TIMED_OUT');
    await belay.clock.advance(60 * MINUTE);
    await closeAbandoned(belay.ports, id, 'TIMED_OUT');
    const all = (await belay.kept.deployments.newest(SERVICE, 10)).items;
    expect(all.map(({ kind }) => kind)).toEqual(['rollback', 'deploy']);
    expect(belay.serving()).toBe(OLD.digest);
  },
);

test('a crash before the way back began, and a person was quicker: what they deployed stands', async () => {
  const belay = await aBelay(BAKING);
  const id = await belay.deploy();
  await belay.clock.advance(3 * MINUTE);
  belay.book.fail('deployments.begin', 'ServerException');
  await closeAbandoned(belay.ports, id, 'TIMED_OUT').catch(() => undefined);
  await belay.kept.services.lift(SERVICE, { hold: (await belay.kept.services.get(SERVICE))?.hold });
  const next = await belay.deploy({ to: NEWER, options: { alarms: [] } });
  await closeAbandoned(belay.ports, id, 'TIMED_OUT');
  await belay.clock.advance(MINUTE);
  expect((await belay.kept.deployments.head(SERVICE)).live?.id).toBe(next);
});

test('what waited for the lock starts, though the function that freed it died', async () => {
  const belay = await aBelay({ settings: { afterRollback: 'newer-goes' } });
  const id = await belay.deploy();
  await belay.clock.advance(2 * MINUTE);
  await registerVersion(belay.ports, { repository: 'web', digest: NEWER.digest, tag: NEWER.version });
  belay.book.after('deployments.end', () => new Promise(() => {}));
  await belay.abort(id);
  await belay.clock.advance(MINUTE);
  expect(await belay.kept.deployments.head(SERVICE)).toMatchObject({ queued: NEWER });
  await closeAbandoned(belay.ports, id, 'ABORTED');
  expect((await belay.kept.deployments.head(SERVICE)).live).toMatchObject({ digest: NEWER.digest });
});
