import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Deployment, Verdict } from '../../../core/domain/deployment.ts';
import type { Deployments } from '../../../core/ports.ts';
import type { Documents } from '../../../functions/aws/documents.ts';
import { dynamoDeployments } from '../../../functions/aws/dynamo-deployments.ts';
import { aDeployment, aDigest, aLive, aQueued, SERVICE } from '../../builders.ts';
import { type StackTables, stackTables } from '../../contracts/dynamodb-bench.ts';

let tables: StackTables;
beforeAll(async () => {
  tables = await stackTables();
});
afterAll(() => tables.end());

const AT = '2026-11-20T10:00:00.000Z';
const ours = aDeployment();
const other = aDeployment({ id: 'web-other', to: { version: '2.0.0', digest: aDigest(7) } });

const lineOf = ({ id, service }: Deployment) => ({
  deployment: id,
  service,
  event: 'version:update:start' as const,
  at: AT,
  text: 'begins',
  data: {},
});

/** A deployment that others use, and one of ours whose first write of a kind waits until `meanwhile` is done. */
async function overtaken(
  kind: keyof Documents,
  nth: number,
  meanwhile: (deployments: Deployments) => Promise<unknown>,
) {
  const { Deployments = '' } = await tables.make();
  const deployments = dynamoDeployments(tables.documents, Deployments);
  const documents = before(kind, nth, () => meanwhile(deployments));
  return { deployments, slow: dynamoDeployments(documents, Deployments) };
}

const begin = (deployments: Deployments, one: Deployment) => deployments.begin(one, aLive(one), lineOf(one));
const end = (deployments: Deployments, one: Deployment, verdict: Verdict = 'SUCCEEDED') =>
  deployments.end({ ...one, verdict, because: verdict, endedAt: AT }, lineOf(one), { serving: one.to });
const takeBack = (deployments: Deployments, { id }: Deployment, cancelled = false) =>
  deployments.requestStop(SERVICE, id, { because: 'alarm', by: 'alarm', at: AT, cancelled });

test('a record of which nothing came is kept where its deployment has taken the lock after all', async () => {
  const { deployments, slow } = await overtaken('transactWrite', 1, async (theirs) => {
    await end(theirs, other);
    expect(await begin(theirs, ours)).toBe(true);
  });
  await leaveUnbegun(deployments);
  await begin(deployments, other);
  expect(await begin(slow, ours)).toBe(false);
  expect((await deployments.get(ours.id))?.id).toBe(ours.id);
  expect((await deployments.head(SERVICE)).live?.id).toBe(ours.id);
});

test('a record that has got its verdict in the meantime stays in the history', async () => {
  const { deployments, slow } = await overtaken('transactWrite', 1, async (theirs) => {
    await end(theirs, other);
    await begin(theirs, ours);
    await end(theirs, ours);
  });
  await leaveUnbegun(deployments);
  await begin(deployments, other);
  expect(await begin(slow, ours)).toBe(false);
  expect(await deployments.get(ours.id)).toMatchObject({ status: 'ended', verdict: 'SUCCEEDED' });
});

test('what was queued while a deployment took the lock is not lost', async () => {
  const queued = aQueued(ours.to);
  const newer = { ...queued, version: '3.0.0', digest: aDigest(8) };
  const { deployments, slow } = await overtaken('update', 1, async (theirs) => {
    await begin(theirs, { ...other, id: aDeployment({ id: 'web-third' }).id });
    await theirs.queue(SERVICE, newer);
    await end(theirs, { ...other, id: aDeployment({ id: 'web-third' }).id });
  });
  await begin(deployments, other);
  await deployments.queue(SERVICE, queued);
  await end(deployments, other);
  expect(await begin(slow, ours)).toBe(false);
  expect((await deployments.head(SERVICE)).queued).toEqual(newer);
});

test('of two who close a deployment the first has said how it ended', async () => {
  for (const nth of [1, 2]) {
    const { deployments, slow } = await overtaken('update', nth, (theirs) => end(theirs, ours, 'ROLLED_BACK'));
    await begin(deployments, ours);
    await end(slow, ours, 'SUCCEEDED');
    expect((await deployments.get(ours.id))?.verdict).toBe('ROLLED_BACK');
  }
});

test('what somebody asks to take back before its success is written does not succeed', async () => {
  const { deployments, slow } = await overtaken('update', 1, async (theirs) => {
    expect(await takeBack(theirs, ours)).toBe(true);
  });
  await begin(deployments, ours);
  await expect(end(slow, ours)).rejects.toMatchObject({ code: 'WrongVersionServes', message: 'alarm' });
  expect((await deployments.get(ours.id))?.verdict).toBeUndefined();
  expect((await deployments.head(SERVICE)).live?.stopRequested).toMatchObject({ because: 'alarm' });
});

test.each([false, true])(
  'while its success is being written nobody takes it back (cancelled: %s)',
  async (cancelled) => {
    const { deployments, slow } = await overtaken('update', 2, async (theirs) => {
      expect(await takeBack(theirs, ours, cancelled)).toBe(false);
    });
    await begin(deployments, ours);
    await end(slow, ours);
    expect((await deployments.get(ours.id))?.verdict).toBe('SUCCEEDED');
  },
);

test('who closes a deployment late says nothing of the one that has begun since', async () => {
  const { deployments, slow } = await overtaken('update', 1, async (theirs) => {
    await end(theirs, ours, 'ROLLED_BACK');
    await begin(theirs, other);
  });
  await begin(deployments, ours);
  await end(slow, ours);
  expect(await takeBack(deployments, other)).toBe(true);
});

test('a lock that the next deployment has taken is not freed by who closes the one before', async () => {
  const { deployments, slow } = await overtaken('update', 3, async (theirs) => {
    await end(theirs, ours);
    await begin(theirs, other);
  });
  await begin(deployments, ours);
  await end(slow, ours);
  expect((await deployments.head(SERVICE)).live?.id).toBe(other.id);
});

/** The record of ours is there, and its process died before it took the lock. */
async function leaveUnbegun(deployments: Deployments): Promise<void> {
  await deployments.record(ours, { ...lineOf(ours), seq: 1 });
}

/** The tables, before whose nth request of a kind something else happens. */
function before(kind: keyof Documents, nth: number, happens: () => Promise<unknown>): Documents {
  let left = nth;
  return new Proxy(tables.documents, {
    get(target, name) {
      const ask: unknown = Reflect.get(target, name);
      if (name !== kind || typeof ask !== 'function') return ask;
      return async (input: unknown) => {
        if (--left === 0) await happens();
        return Reflect.apply(ask, target, [input]);
      };
    },
  });
}
