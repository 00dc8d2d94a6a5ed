import { expect, test } from 'vitest';
import { readTaskDefinition } from '../../../functions/aws/task-definition-truth.ts';

const healthChecks = (container: object) =>
  readTaskDefinition({ containerDefinitions: [{ name: 'web', ...container }] }, []).containers.map(
    ({ healthCheck }) => healthCheck,
  );
const command = ['CMD-SHELL', 'true'];

test('a health check is read with what ECS takes where nothing is said', () => {
  expect(healthChecks({ healthCheck: { command } })).toEqual([
    { interval: 30, timeout: 5, retries: 3, startPeriod: 0 },
  ]);
  const said = { interval: 10, timeout: 2, retries: 5, startPeriod: 60 };
  expect(healthChecks({ essential: true, healthCheck: { command, ...said } })).toEqual([said]);
});

test('the health of a container that is not essential says nothing of its task', () => {
  expect(healthChecks({ essential: false, healthCheck: { command } })).toEqual([undefined]);
  expect(healthChecks({})).toEqual([undefined]);
});
