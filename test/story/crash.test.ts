import type {
  DescribeServiceDeploymentsResponse,
  DescribeTasksResponse,
  ListServiceDeploymentsResponse,
  ListTasksResponse,
  ServiceDeployment,
} from '@aws-sdk/client-ecs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { until } from '../../local/story/api.ts';
import { faultRules } from '../local/faults/rules.ts';
import { asOwner } from './as-owner.ts';
import { crashing } from './images.ts';
import { API, type ExampleWorld, startExample, WEB } from './world-fixture.ts';

let world: ExampleWorld;
let noTaskDied = () => {};

beforeAll(async () => {
  world = await startExample({ speed: 180 });
  await Promise.all([world.put(WEB), world.put(API)]);
});
afterAll(() => world?.stop());

test('a blue/green version that crashes on start is taken back by the events of its stopped tasks, with the exit code', async () => {
  const { verdict, because } = await world.ship('web', '1.0.0', crashing(3));
  expect({ verdict, because }).toEqual({
    verdict: 'ROLLED_BACK',
    because: expect.stringMatching(/^[34] tasks of 1\.0\.0 died on start.*exit code 3/),
  });
  expect(await newest('web')).toMatchObject({ status: 'ROLLBACK_SUCCESSFUL' });
  for (const { caller } of stops()) expect(caller.arn).toMatch(/OnEcsEvent/);
  expect(stops().length).toBeGreaterThan(0);
});

test('with that event door shut, ECS goes on trying until the deadline of the scale-up ends it', async () => {
  await fetch(`${world.running.api}/v1/services/${WEB}/hold`, { method: 'DELETE' });
  const lost = faultRules({ rules: [{ door: 'event', fault: 'lose', detailType: 'ECS Task State Change' }] });
  noTaskDied = world.world.faults.open(lost).close;
  const before = stops().length;
  await world.push('web', '1.0.1', crashing(4));
  const { deployment = '' } = await world.decision(WEB, '1.0.1');

  await until('more deaths than any circuit breaker allows', 20, async () => (await deaths(4)) >= 3 || undefined);
  expect(await newest('web')).toMatchObject({
    status: 'IN_PROGRESS',
    lifecycleStage: 'SCALE_UP',
    deploymentCircuitBreaker: { status: 'DISABLED' },
  });

  const { verdict, because } = await world.end(deployment);
  expect({ verdict, because }).toEqual({
    verdict: 'ROLLED_BACK',
    because: expect.stringMatching(/^not done before the deadline, ECS is at SCALE_UP.*exit code 4/),
  });
  expect(stops().length - before).toBe(1);
  noTaskDied();
});

test('a rolling version that crashes on start is taken back by the circuit breaker, with the exit code', async () => {
  noTaskDied();
  const before = stops().length;
  const { verdict, because } = await world.ship('api', '1.0.0', crashing(5));
  expect({ verdict, because }).toEqual({ verdict: 'ROLLED_BACK', because: expect.stringMatching(/exit code 5/) });
  expect(await newest('api')).toMatchObject({
    status: 'ROLLBACK_SUCCESSFUL',
    deploymentCircuitBreaker: { status: 'TRIGGERED' },
  });
  expect(stops().length).toBe(before);
});

function stops() {
  return world.world.wire.calls.calls('ecs', 'StopServiceDeployment');
}

async function newest(service: string): Promise<ServiceDeployment | undefined> {
  const of = { cluster: 'example', service };
  const list = await asOwner<ListServiceDeploymentsResponse>(world.world, 'ecs', 'ListServiceDeployments', of);
  const serviceDeploymentArns = [list.serviceDeployments?.[0]?.serviceDeploymentArn];
  const found = await asOwner<DescribeServiceDeploymentsResponse>(world.world, 'ecs', 'DescribeServiceDeployments', {
    serviceDeploymentArns,
  });
  return found.serviceDeployments?.[0];
}

/** Tasks of `web` that ended with an exit code. */
async function deaths(exitCode: number): Promise<number> {
  const stopped = { cluster: 'example', serviceName: 'web', desiredStatus: 'STOPPED' };
  const list = await asOwner<ListTasksResponse>(world.world, 'ecs', 'ListTasks', stopped);
  if (list.taskArns?.length === 0) return 0;
  const of = { cluster: 'example', tasks: list.taskArns };
  const { tasks = [] } = await asOwner<DescribeTasksResponse>(world.world, 'ecs', 'DescribeTasks', of);
  return tasks.filter(({ containers }) => containers?.some((container) => container.exitCode === exitCode)).length;
}
