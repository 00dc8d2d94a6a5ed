import { expect, test } from 'vitest';
import type { Deployment } from '../../../core/domain/deployment.ts';
import { dynamoDeployments } from '../../../functions/aws/dynamo-deployments.ts';
import { aDeployment, aLive, SERVICE } from '../../builders.ts';
import { callOf } from '../../simulation/table/call-of.ts';
import { documentsOver } from '../../simulation/table/documents-over.ts';
import { TablesInMemory } from '../../simulation/table/tables-in-memory.ts';

/** A store whose next write, once asked for, meets what the test says. */
function aStore() {
  const tables = new TablesInMemory(() => 0);
  const next: { befall?: ((send: () => unknown) => void) | undefined } = {};
  const documents = documentsOver(async (verb, request) => {
    const { befall } = next;
    const send = () => tables.run(verb, request);
    if (befall !== undefined && callOf(verb, request).writes) {
      next.befall = undefined;
      befall(send);
    }
    return send();
  });
  return { deployments: dynamoDeployments(documents, 'Deployments'), next };
}

const deployment = aDeployment();
const line = {
  deployment: deployment.id,
  service: SERVICE,
  event: 'version:update:progress' as const,
  at: '2026-11-20T10:00:00.000Z',
  text: 'something happened',
  data: {},
};
const ended = (verdict: NonNullable<Deployment['verdict']>): Deployment => ({
  ...deployment,
  verdict,
  because: 'so it is',
  endedAt: '2026-11-20T10:05:00.000Z',
});
const told = (verdict: string) => ({ ...line, text: verdict, data: { verdict } });

test('a line whose answer was lost, and which the SDK sent once more, stands in the log once', async () => {
  const { deployments, next } = aStore();
  await deployments.begin(deployment, aLive(deployment), line);
  next.befall = (send) => void send();
  expect(await deployments.log({ ...line, text: 'something else' })).toBe(2);
  expect((await deployments.lines(deployment.id)).map(({ text }) => text)).toEqual([
    'something happened',
    'something else',
  ]);
});

test('a verdict that could not be written is told to nobody', async () => {
  const { deployments, next } = aStore();
  await deployments.begin(deployment, aLive(deployment), line);
  next.befall = () => {
    throw new Error('throttled');
  };
  await expect(deployments.end(ended('REFUSED'), told('REFUSED'), {})).rejects.toThrow('throttled');
  await deployments.end(ended('CANCELLED'), told('CANCELLED'), {});
  expect((await deployments.lines(deployment.id)).map(({ text }) => text)).toEqual(['something happened', 'CANCELLED']);
});

test('a verdict that was written and not told is told before the lock is freed', async () => {
  const { deployments, next } = aStore();
  await deployments.begin(deployment, aLive(deployment), line);
  next.befall = (send) => {
    send();
    throw new Error('the answer was lost');
  };
  await expect(deployments.end(ended('STUCK'), told('STUCK'), {})).rejects.toThrow('lost');
  expect((await deployments.head(SERVICE)).live?.id).toBe(deployment.id);
  await deployments.end(ended('STUCK'), told('STUCK'), {});
  expect((await deployments.lines(deployment.id)).map(({ text }) => text)).toEqual(['something happened', 'STUCK']);
  expect((await deployments.head(SERVICE)).live).toBeUndefined();
});

test('a lock that the SDK took twice belongs to its deployment, and its start is told', async () => {
  const { deployments, next } = aStore();
  next.befall = () => {
    next.befall = (send) => void send();
  };
  expect(await deployments.begin(deployment, aLive(deployment), line)).toBe(true);
  expect((await deployments.lines(deployment.id)).map(({ text }) => text)).toEqual(['something happened']);
});
