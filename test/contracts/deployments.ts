import { describe, expect, test } from 'vitest';
import type { Deployment, Wait } from '../../core/domain/deployment.ts';
import type { Ports } from '../../core/ports.ts';
import { aDeployment, aDigest, aLive, aQueued, SERVICE } from '../builders.ts';

const liveOf = aLive;
export const lineOf = ({ id, service, startedAt: at }: Deployment) => ({
  deployment: id,
  service,
  event: 'version:update:start' as const,
  at,
  text: 'begins',
  data: {},
});

/** What every store of deployments and of what they wait for has to do, whether it lies in memory or in DynamoDB. */
export function deploymentsContract(name: string, make: () => Promise<Pick<Ports, 'deployments' | 'waits'>>): void {
  describe(`deployments ${name}`, () => {
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
      await expect(deployments.newest(SERVICE, 2, 'nonsense')).rejects.toMatchObject({ code: 'BadRequest' });
    });

    test('what is queued waits for a lock, the newest takes the place, and its own deployment takes it out', async () => {
      const { deployments } = await make();
      const [first, second] = [
        aDeployment(),
        aDeployment({ id: 'web-a-b-20261120T100001Z-bbbb', to: { version: '1.2.0', digest: aDigest(7) } }),
      ];
      const queued = aQueued({ version: '1.1.5', digest: aDigest(6) });
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

    test('what is queued is overdue minutes after the lock is free, until it starts', async () => {
      const { deployments } = await make();
      const [first, second] = [aDeployment(), aDeployment({ id: 'web-a-b-20261120T100300Z-bbbb' })];
      const at = '2026-11-20T10:01:00.000Z';
      await deployments.begin(first, liveOf(first, { dueAt: '2026-11-20T12:00:00.000Z' }), lineOf(first));
      await deployments.queue(SERVICE, aQueued(second.to, { id: second.id, at }));
      const ended = { ...first, status: 'ended' as const, verdict: 'STUCK' as const, because: '', endedAt: at };
      await deployments.end(ended, lineOf(first), {});
      expect(await deployments.overdueQueues('2026-11-20T10:03:00.000Z', 10)).toEqual([]);
      expect(await deployments.overdueQueues('2026-11-20T10:04:00.000Z', 10)).toEqual([SERVICE]);
      expect(await deployments.overdue('2026-11-20T12:01:00.000Z', 10)).toEqual([]);
      await deployments.begin(second, liveOf(second, { dueAt: '2026-11-20T10:30:00.000Z' }), lineOf(second));
      expect(await deployments.overdueQueues('2026-11-20T10:31:00.000Z', 10)).toEqual([]);
      expect(await deployments.overdue('2026-11-20T10:31:00.000Z', 10)).toEqual([
        { service: SERVICE, deployment: second.id },
      ]);
    });

    test('what begins no more leaves the queue when the lock is free, and nothing else does', async () => {
      const { deployments } = await make();
      const [first, other] = [aDeployment(), aDeployment({ id: 'web-a-b-20261120T100300Z-bbbb' })];
      const at = '2026-11-20T10:01:00.000Z';
      const queued = aQueued({ version: '1.2.0', digest: aDigest(7) }, { id: other.id, at });
      await deployments.begin(first, liveOf(first), lineOf(first));
      await deployments.queue(SERVICE, queued);
      await deployments.unqueue(SERVICE, other.id);
      expect((await deployments.head(SERVICE)).queued).toEqual(queued);
      const ended = { ...first, status: 'ended' as const, verdict: 'STUCK' as const, because: '', endedAt: at };
      await deployments.end(ended, lineOf(first), {});
      await deployments.unqueue(SERVICE, first.id);
      expect((await deployments.head(SERVICE)).queued).toEqual(queued);
      expect(await deployments.overdueQueues('2026-11-20T12:00:00.000Z', 10)).toEqual([SERVICE]);
      await deployments.unqueue(SERVICE, other.id);
      expect(await deployments.head(SERVICE)).toEqual({ service: SERVICE });
      expect(await deployments.overdueQueues('2026-11-20T12:00:00.000Z', 10)).toEqual([]);
    });

    test('whoever lost the lock changes nothing', async () => {
      const { deployments } = await make();
      const [holder, other] = [aDeployment(), aDeployment({ id: 'web-a-b-20261120T100001Z-bbbb' })];
      await deployments.begin(holder, liveOf(holder), lineOf(holder));
      await expect(deployments.advance(SERVICE, other.id, { phase: 'traffic' })).rejects.toMatchObject({
        code: 'FenceLost',
      });
      expect(await deployments.requestStop(SERVICE, other.id, { because: 'x', by: 'x', at: 'x' })).toBe(false);
      expect(await deployments.noteDeadTask(SERVICE, other.id, 't1', 'x')).toBeUndefined();
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

    test('facts are added beside the record of a deployment, one by one', async () => {
      const { deployments } = await make();
      const deployment = aDeployment();
      await deployments.begin(deployment, liveOf(deployment), lineOf(deployment));
      await deployments.amend(deployment.id, { found: '{}' });
      await deployments.amend(deployment.id, { from: { version: '1.0.0', digest: aDigest(1) } });
      expect(await deployments.get(deployment.id)).toEqual({
        ...deployment,
        found: '{}',
        from: { version: '1.0.0', digest: aDigest(1) },
      });
    });

    test('everybody’s last word about an approval counts once, and two words at once both count', async () => {
      const { deployments } = await make();
      const deployment = aDeployment();
      await deployments.begin(deployment, liveOf(deployment), lineOf(deployment));
      const word = (by: string, minute: number, approved = true) => ({
        by,
        approved,
        at: `2026-11-20T10:0${minute}:00.000Z`,
      });
      await Promise.all([word('bob', 2), word('ann', 1)].map((one) => deployments.addApproval(deployment.id, one)));
      const said = [word('bob', 2), word('ann', 3, false)];
      expect(await deployments.addApproval(deployment.id, word('ann', 3, false))).toEqual(said);
      await deployments.amend(deployment.id, { found: '{}' });
      expect(await deployments.get(deployment.id)).toEqual({ ...deployment, found: '{}', approvals: said });
    });

    test('what should be over is found by its time, and what has ended is not', async () => {
      const { deployments } = await make();
      const deployment = aDeployment();
      const overdue = [{ service: SERVICE, deployment: deployment.id }];
      await deployments.begin(
        deployment,
        liveOf(deployment, { dueAt: '2026-11-20T10:10:00.000Z' }),
        lineOf(deployment),
      );
      expect(await deployments.overdue('2026-11-20T10:10:00.000Z', 10)).toEqual([]);
      expect(await deployments.overdue('2026-11-20T10:11:00.000Z', 10)).toEqual(overdue);
      const changed = await deployments.advance(SERVICE, deployment.id, {
        phase: 'scale-up',
        dueAt: '2026-11-20T12:00:00.000Z',
      });
      expect(changed).toMatchObject({ phase: 'scale-up', dueAt: '2026-11-20T12:00:00.000Z' });
      expect(await deployments.overdue('2026-11-20T10:11:00.000Z', 10)).toEqual([]);
      expect(await deployments.overdue('2026-11-20T12:01:00.000Z', 10)).toEqual(overdue);
      // Nothing but the time: a person is waited for.
      await deployments.advance(SERVICE, deployment.id, { dueAt: '2026-11-20T11:00:00.000Z' });
      expect(await deployments.overdue('2026-11-20T11:01:00.000Z', 10)).toEqual(overdue);
      expect(await deployments.advance(SERVICE, deployment.id, { dueAt: '2026-11-21T12:00:00.000Z' })).toEqual({
        ...changed,
        dueAt: '2026-11-21T12:00:00.000Z',
      });
      expect(await deployments.overdue('2026-11-20T12:01:00.000Z', 10)).toEqual([]);
      const ended = { ...deployment, verdict: 'STUCK' as const, because: '', endedAt: '2026-11-20T10:05:00.000Z' };
      await deployments.end(ended, lineOf(deployment), {});
      expect(await deployments.overdue('2026-11-20T12:01:00.000Z', 10)).toEqual([]);
    });

    test('lines that are written at once are all kept, each with a number of its own', async () => {
      const { deployments } = await make();
      const deployment = aDeployment();
      await deployments.begin(deployment, liveOf(deployment), lineOf(deployment));
      await Promise.all([1, 2, 3, 4].map((each) => deployments.log({ ...lineOf(deployment), text: `line ${each}` })));
      expect((await deployments.lines(deployment.id)).map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5]);
    });

    test('a wait stands beside its deployment, and the newer takes the place of the older', async () => {
      const { waits } = await make();
      const wait: Wait = {
        service: SERVICE,
        deployment: aDeployment().id,
        awaits: 'gate',
        token: 'one',
        since: '2026-11-20T10:00:00.000Z',
        dueAt: '2026-11-20T10:10:00.000Z',
        answered: 'hook',
        bakes: { share: 0, all: 300 },
        number: 1,
      };
      expect(await waits.get(wait.deployment)).toBeUndefined();
      await waits.store(wait);
      expect(await waits.get(wait.deployment)).toEqual(wait);
      await waits.store({ ...wait, token: 'two' });
      expect(await waits.get(wait.deployment)).toMatchObject({ token: 'two' });
    });

    test.each([
      ['as long as on AWS', Buffer.alloc(675, 'token').toString('base64')],
      ['almost base64', 'AAAAKgAAAAIAAAAB='],
      ['base64 of URLs', 'AA-_'],
      ['of other letters', 'arn:aws:states ✓'],
    ])('a token comes back letter by letter: %s', async (_, token) => {
      const { waits } = await make();
      const at = '2026-11-20T10:00:00.000Z';
      const { id } = aDeployment();
      await waits.store({ service: SERVICE, deployment: id, awaits: 'gate', token, since: at, dueAt: at });
      expect(await waits.get(id)).toMatchObject({ token });
    });
  });
}
