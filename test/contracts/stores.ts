import { describe, expect, test } from 'vitest';
import type { Deployment, Live, Wait } from '../../core/domain/deployment.ts';
import type { Ports } from '../../core/ports.ts';
import { aDeployment, aDigest, aPoint, aService, aVersion, SERVICE } from '../builders.ts';

type Stores = Pick<Ports, 'versions' | 'services' | 'deployments' | 'waits' | 'rollbackPoints' | 'answers'>;

const liveOf = ({ id, kind, to }: Deployment): Live => ({ id, kind, phase: 'planning', digest: to.digest });
const lineOf = ({ id, service, startedAt: at }: Deployment) => ({
  deployment: id,
  service,
  event: 'version:update:start' as const,
  at,
  text: 'begins',
  data: {},
});

/** What every set of stores has to do, whether it lies in memory or in DynamoDB. */
export function storesContract(name: string, make: () => Promise<Stores>): void {
  describe(`stores ${name}`, () => {
    test('a version is recorded once, and the second try is given what is stored', async () => {
      const { versions } = await make();
      const version = aVersion({ tags: ['1.0.0'] });
      expect(await versions.record(version)).toEqual({ recorded: true, stored: version });
      expect(await versions.record({ ...version, size: 1 })).toEqual({ recorded: false, stored: version });
      expect(await versions.get(version.repository, version.digest)).toEqual(version);
    });

    test('amending adds a tag and takes a decision in place of the older one', async () => {
      const { versions } = await make();
      const decision = {
        service: SERVICE,
        tag: '1.0.0',
        outcome: 'deploying' as const,
        because: 'a',
        at: '2026-11-20T10:00:00.000Z',
      };
      const version = aVersion({ tags: ['1.0.0'], decisions: [decision] });
      await versions.record(version);
      await versions.amend(version.repository, version.digest, {
        tag: 'stable',
        decisions: [{ ...decision, outcome: 'deployed' }],
      });
      const amended = await versions.get(version.repository, version.digest);
      expect([...(amended?.tags ?? [])].sort()).toEqual(['1.0.0', 'stable']);
      expect(amended?.decisions).toEqual([{ ...decision, outcome: 'deployed' }]);
    });

    test('the newest versions come first, a page at a time', async () => {
      const { versions } = await make();
      for (const minute of [1, 3, 2])
        await versions.record(aVersion({ digest: aDigest(minute), pushedAt: `2026-11-20T10:0${minute}:00.000Z` }));
      const first = await versions.newest('web', 2);
      const second = await versions.newest('web', 2, first.next);
      expect([...first.items, ...second.items].map(({ digest }) => digest)).toEqual([
        aDigest(3),
        aDigest(2),
        aDigest(1),
      ]);
    });

    test('a service is found by its repository, its alarms and its ECS name, and no longer by what was taken out', async () => {
      const { services } = await make();
      await services.put(aService({ alarms: ['old', 'web-5xx'] }));
      await services.put(aService({ alarms: ['web-5xx'] }));
      expect(await services.concernedBy('repository', 'web')).toEqual([SERVICE]);
      expect(await services.concernedBy('alarm', 'web-5xx')).toEqual([SERVICE]);
      expect(await services.concernedBy('alarm', 'old')).toEqual([]);
      expect(await services.concernedBy('ecs-service', 'example/web')).toEqual([SERVICE]);
      expect((await services.list()).items.map(({ key }) => key)).toEqual([SERVICE]);
    });

    test('a hold and a denied digest come together and are lifted', async () => {
      const { services } = await make();
      await services.put(aService());
      const entry = { since: '2026-11-20T10:00:00.000Z', because: 'bad', deployment: aDeployment().id };
      await services.hold(SERVICE, entry, { ...entry, digest: aDigest(9) });
      expect(await services.get(SERVICE)).toMatchObject({ hold: entry, denied: [{ digest: aDigest(9) }] });
      await services.lift(SERVICE);
      expect(await services.get(SERVICE)).toEqual({ settings: aService(), denied: [{ ...entry, digest: aDigest(9) }] });
      await services.lift(SERVICE, aDigest(9));
      expect((await services.get(SERVICE))?.denied).toEqual([]);
    });

    test('one deployment holds the lock; the next has to wait until it has ended', async () => {
      const { deployments } = await make();
      const [first, second] = [aDeployment(), aDeployment({ id: 'web-a-b-20261120T100001Z-bbbb' })];
      expect(await deployments.begin(first, liveOf(first), lineOf(first))).toBe(true);
      expect(await deployments.begin(second, liveOf(second), lineOf(second))).toBe(false);
      const ended = {
        ...first,
        status: 'ended' as const,
        verdict: 'SUCCEEDED' as const,
        because: 'fine',
        endedAt: '2026-11-20T10:05:00.000Z',
      };
      await deployments.end(ended, { ...lineOf(first), event: 'version:update:complete' }, { serving: first.to });
      await deployments.end({ ...ended, verdict: 'STUCK' }, lineOf(first), {});
      expect(await deployments.get(first.id)).toMatchObject({ status: 'ended', verdict: 'SUCCEEDED' });
      expect(await deployments.head(SERVICE)).toEqual({ service: SERVICE, serving: first.to });
      expect((await deployments.lines(first.id)).map(({ seq, event }) => [seq, event])).toEqual([
        [1, 'version:update:start'],
        [2, 'version:update:complete'],
      ]);
      expect(await deployments.begin(second, liveOf(second), lineOf(second))).toBe(true);
      expect((await deployments.newest(SERVICE, 10)).items.map(({ id }) => id)).toEqual([second.id, first.id]);
    });

    test('of ten at once one takes the lock, and nothing of the others is written', async () => {
      const { deployments } = await make();
      const ten = Array.from({ length: 10 }, (_, index) => aDeployment({ id: `web-a-b-20261120T100000Z-000${index}` }));
      const began = await Promise.all(ten.map((one) => deployments.begin(one, liveOf(one), lineOf(one))));
      expect(began.filter((won) => won)).toHaveLength(1);
      const winner = ten[began.indexOf(true)];
      expect((await deployments.head(SERVICE)).live?.id).toBe(winner?.id);
      expect((await deployments.newest(SERVICE, 20)).items.map(({ id }) => id)).toEqual([winner?.id]);
    });

    test('a deployment begins once, even when the lock is free again', async () => {
      const { deployments } = await make();
      const deployment = aDeployment();
      await deployments.begin(deployment, liveOf(deployment), lineOf(deployment));
      const ended = { ...deployment, verdict: 'STUCK' as const, because: '', endedAt: '2026-11-20T10:05:00.000Z' };
      await deployments.end(ended, lineOf(deployment), {});
      expect(await deployments.begin(deployment, liveOf(deployment), lineOf(deployment))).toBe(false);
      expect((await deployments.head(SERVICE)).live).toBeUndefined();
    });

    test('deaths that are noted at once all count', async () => {
      const { deployments } = await make();
      const deployment = aDeployment();
      await deployments.begin(deployment, liveOf(deployment), lineOf(deployment));
      const tasks = Array.from({ length: 10 }, (_, index) => `task-${index}`);
      const counts = await Promise.all(
        tasks.map((task) => deployments.noteDeadTask(SERVICE, deployment.id, task, 'exit 1')),
      );
      expect(Math.max(...counts.map((count) => count ?? 0))).toBe(10);
    });

    test('deployments come newest first, a page at a time', async () => {
      const { deployments } = await make();
      const ids = [1, 2, 3].map((minute) => `web-a-b-20261120T100${minute}00Z-aaaa`);
      for (const [index, id] of ids.entries()) {
        const deployment = aDeployment({ id, startedAt: `2026-11-20T10:0${index}:00.000Z` });
        await deployments.begin(deployment, liveOf(deployment), lineOf(deployment));
        const ended = { ...deployment, verdict: 'STUCK' as const, because: '', endedAt: '2026-11-20T10:05:00.000Z' };
        await deployments.end(ended, lineOf(deployment), {});
      }
      const first = await deployments.newest(SERVICE, 2);
      const second = await deployments.newest(SERVICE, 2, first.next);
      expect([...first.items, ...second.items].map(({ id }) => id)).toEqual([...ids].reverse());
      expect(second.next).toBeUndefined();
    });

    test('what is queued waits for a lock, the newest takes the place, and its own deployment takes it out', async () => {
      const { deployments } = await make();
      const [first, second] = [
        aDeployment(),
        aDeployment({ id: 'web-a-b-20261120T100001Z-bbbb', to: { version: '1.2.0', digest: aDigest(7) } }),
      ];
      const queued = {
        version: '1.1.5',
        digest: aDigest(6),
        repository: 'web',
        by: 'push',
        at: '2026-11-20T10:01:00.000Z',
      };
      expect(await deployments.queue(SERVICE, queued)).toBe(false);
      await deployments.begin(first, liveOf(first), lineOf(first));
      expect(await deployments.queue(SERVICE, queued)).toBe(true);
      expect(await deployments.queue(SERVICE, { ...queued, ...second.to })).toBe(true);
      await deployments.end(
        { ...first, status: 'ended', verdict: 'SUCCEEDED', because: '', endedAt: queued.at },
        lineOf(first),
        {},
      );
      expect((await deployments.head(SERVICE)).queued).toMatchObject(second.to);
      expect(await deployments.begin(second, liveOf(second), lineOf(second))).toBe(true);
      expect((await deployments.head(SERVICE)).queued).toBeUndefined();
    });

    test('whoever lost the lock changes nothing', async () => {
      const { deployments, waits } = await make();
      const [holder, other] = [aDeployment(), aDeployment({ id: 'web-a-b-20261120T100001Z-bbbb' })];
      await deployments.begin(holder, liveOf(holder), lineOf(holder));
      await expect(deployments.advance(SERVICE, other.id, { phase: 'bake' })).rejects.toMatchObject({
        code: 'FenceLost',
      });
      expect(await deployments.requestStop(SERVICE, other.id, { because: 'x', by: 'x', at: 'x' })).toBe(false);
      expect(await deployments.noteDeadTask(SERVICE, other.id, 't1', 'x')).toBeUndefined();
      const wait: Wait = {
        service: SERVICE,
        deployment: other.id,
        awaits: 'after-shift',
        token: 't',
        since: 's',
        dueAt: 'd',
      };
      await expect(waits.store(wait)).rejects.toMatchObject({ code: 'FenceLost' });
      expect((await deployments.head(SERVICE)).live).toMatchObject({ id: holder.id, phase: 'planning' });
    });

    test('the live part is changed field by field; the first stop request stands; a dead task counts once', async () => {
      const { deployments } = await make();
      const deployment = aDeployment();
      await deployments.begin(deployment, liveOf(deployment), lineOf(deployment));
      await deployments.advance(SERVICE, deployment.id, {
        phase: 'scale-up',
        taskDefinition: 'td:2',
        serviceDeployment: 'arn',
      });
      await deployments.advance(SERVICE, deployment.id, { phase: 'roll-back', serviceDeployment: undefined });
      await deployments.requestStop(SERVICE, deployment.id, { because: 'first', by: 'alarm', at: 'a' });
      await deployments.requestStop(SERVICE, deployment.id, { because: 'second', by: 'person', at: 'b' });
      expect(await deployments.noteDeadTask(SERVICE, deployment.id, 't1', 'exit 1')).toBe(1);
      expect(await deployments.noteDeadTask(SERVICE, deployment.id, 't1', 'exit 1')).toBe(1);
      expect(await deployments.noteDeadTask(SERVICE, deployment.id, 't2', 'exit 1')).toBe(2);
      const { live } = await deployments.head(SERVICE);
      expect(live).toMatchObject({ phase: 'roll-back', taskDefinition: 'td:2', stopRequested: { because: 'first' } });
      expect(live).not.toHaveProperty('serviceDeployment');
    });

    test('facts are added to a deployment until it has ended', async () => {
      const { deployments } = await make();
      const deployment = aDeployment();
      await deployments.begin(deployment, liveOf(deployment), lineOf(deployment));
      await deployments.amend(deployment.id, { rollbackPoint: 'rp-1', found: '{}' });
      expect(await deployments.get(deployment.id)).toMatchObject({ rollbackPoint: 'rp-1', found: '{}' });
      await deployments.end(
        { ...deployment, status: 'ended', verdict: 'STUCK', because: '', endedAt: 'x' },
        lineOf(deployment),
        {},
      );
      await expect(deployments.amend(deployment.id, { found: 'y' })).rejects.toMatchObject({ code: 'FenceLost' });
    });

    test('a wait is stored, found when it is overdue, and cleared only by its own token', async () => {
      const { deployments, waits } = await make();
      const deployment = aDeployment();
      await deployments.begin(deployment, liveOf(deployment), lineOf(deployment));
      const wait: Wait = {
        service: SERVICE,
        deployment: deployment.id,
        awaits: 'bake-over',
        token: 'one',
        since: '2026-11-20T10:00:00.000Z',
        dueAt: '2026-11-20T10:10:00.000Z',
        until: '2026-11-20T10:05:00.000Z',
      };
      await waits.store(wait);
      expect(await waits.get(SERVICE)).toEqual(wait);
      expect(await waits.overdue('2026-11-20T10:09:00.000Z', 10)).toEqual([]);
      expect(await waits.overdue('2026-11-20T10:11:00.000Z', 10)).toMatchObject([{ token: 'one' }]);
      await waits.store({ ...wait, token: 'two' });
      await waits.clear(wait);
      expect(await waits.get(SERVICE)).toMatchObject({ token: 'two' });
      await waits.clear({ ...wait, token: 'two' });
      expect(await waits.get(SERVICE)).toBeUndefined();
    });

    test('rollback points are given back newest first', async () => {
      const { rollbackPoints } = await make();
      for (const id of ['rp-20261120T100100Z-aaaa', 'rp-20261120T100300Z-aaaa', 'rp-20261120T100200Z-aaaa'])
        await rollbackPoints.put(aPoint({ id }));
      expect((await rollbackPoints.newest(SERVICE, 2)).map(({ id }) => id)).toEqual([
        'rp-20261120T100300Z-aaaa',
        'rp-20261120T100200Z-aaaa',
      ]);
      expect(await rollbackPoints.get(SERVICE, 'rp-20261120T100100Z-aaaa')).toEqual(
        aPoint({ id: 'rp-20261120T100100Z-aaaa' }),
      );
      expect(await rollbackPoints.get(SERVICE, 'rp-none')).toBeUndefined();
    });

    test('an idempotency key keeps its answer and refuses another request', async () => {
      const { answers } = await make();
      expect(await answers.claim('key', 'request')).toEqual({});
      expect(await answers.claim('key', 'request')).toEqual({});
      await answers.keep('key', 'answer');
      expect(await answers.claim('key', 'request')).toEqual({ answered: 'answer' });
      await expect(answers.claim('key', 'other')).rejects.toMatchObject({ code: 'IdempotencyKeyReused' });
    });
  });
}
