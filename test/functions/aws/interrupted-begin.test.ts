import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Live } from '../../../core/domain/deployment.ts';
import type { Documents } from '../../../functions/aws/documents.ts';
import { dynamoDeployments } from '../../../functions/aws/dynamo-deployments.ts';
import { aDeployment, SERVICE } from '../../builders.ts';
import { type StackTables, stackTables } from '../../contracts/dynamodb-bench.ts';

let tables: StackTables;
beforeAll(async () => {
  tables = await stackTables();
});
afterAll(() => tables.end());

const deployment = aDeployment();
const { id, to } = deployment;
const live: Live = { id, kind: 'deploy', phase: 'planning', digest: to.digest, dueAt: '2026-01-01T01:00:00.000Z' };
const line = {
  deployment: id,
  service: SERVICE,
  event: 'version:update:start',
  at: '2026-01-01T00:00:00.000Z',
  text: 'begins',
  data: {},
} as const;

test.each([0, 1, 2])(
  'a begin that is interrupted before its write number %i is completed by the next try',
  async (writes) => {
    const { Deployments = '' } = await tables.make();
    const dying = dynamoDeployments(dyingAfter(writes), Deployments);
    await expect(dying.begin(deployment, live, line)).rejects.toThrow('killed');

    const deployments = dynamoDeployments(tables.documents, Deployments);
    await deployments.begin(deployment, live, line);
    expect((await deployments.head(SERVICE)).live?.id).toBe(id);
    expect((await deployments.get(id))?.id).toBe(id);
    expect((await deployments.lines(id)).map(({ seq, text }) => [seq, text])).toEqual([[1, 'begins']]);
  },
);

test('a begin that another overtook leaves no record', async () => {
  const { Deployments = '' } = await tables.make();
  const other = aDeployment({ id: 'web-other' as typeof id });
  await expect(dynamoDeployments(dyingAfter(1), Deployments).begin(deployment, live, line)).rejects.toThrow('killed');
  const deployments = dynamoDeployments(tables.documents, Deployments);
  expect(await deployments.begin(other, { ...live, id: other.id }, { ...line, deployment: other.id })).toBe(true);
  expect(await deployments.begin(deployment, live, line)).toBe(false);
  expect((await deployments.head(SERVICE)).live?.id).toBe(other.id);
  expect(await deployments.get(id)).toBeUndefined();
  expect((await deployments.newest(SERVICE, 10)).items.map((one) => one.id)).toEqual([other.id]);
});

/** The tables, as a process sees them that is killed when it has written so many times. */
function dyingAfter(writes: number): Documents {
  let left = writes;
  return new Proxy(tables.documents, {
    get(target, name) {
      const ask: unknown = Reflect.get(target, name);
      if (!/^(put|update|delete)$/.test(String(name)) || typeof ask !== 'function') return ask;
      return (input: unknown) => {
        if (left-- === 0) throw new Error('killed');
        return Reflect.apply(ask, target, [input]);
      };
    },
  });
}
