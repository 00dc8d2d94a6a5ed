import type { ContainerDefinition } from '@aws-sdk/client-ecs';
import { expect, test } from 'vitest';
import { AnEcs } from './an-ecs.ts';

/** What a task of one container `web` sends to CloudWatch Logs when it logs so. */
async function written(logConfiguration?: ContainerDefinition['logConfiguration']): Promise<readonly string[][]> {
  const lines: string[][] = [];
  const ecs = new AnEcs({ writeLog: (...line) => void lines.push(line) });
  const container = { name: 'web', image: 'shop/web:1', ...(logConfiguration && { logConfiguration }) };
  await ecs.call('CreateCluster', { clusterName: 'shop' });
  const taskDefinition = await ecs.version('1', 'good', { containerDefinitions: [container] });
  await ecs.call('CreateService', { cluster: 'shop', serviceName: 'web', taskDefinition, desiredCount: 1 });
  await ecs.pass(1);
  return lines;
}

test('awslogs writes to a stream of prefix, container and task', async () => {
  const options = { 'awslogs-group': '/ecs/web', 'awslogs-stream-prefix': 'shop' };
  expect(await written({ logDriver: 'awslogs', options })).toEqual([
    ['/ecs/web', expect.stringMatching(/^shop\/web\/[0-9a-f]{32}$/), 'started good'],
  ]);
});

test('what logs otherwise, or not at all, leaves nothing in CloudWatch Logs', async () => {
  expect(await written()).toEqual([]);
  expect(await written({ logDriver: 'splunk', options: { 'awslogs-group': '/ecs/web' } })).toEqual([]);
});
