import { expect, test } from 'vitest';
import type { Invocation, Lambdas } from '../../../local/lambda/ports.ts';
import { AnEcs, RULE, shifting } from './an-ecs.ts';

type Payload = {
  readonly lifecycleStage: string;
  readonly hookDetails: object;
  readonly executionDetails: { readonly productionTrafficWeights: Readonly<Record<string, number>> };
};

/** Functions that give the answers of a list, then SUCCEEDED. */
class FakeLambdas implements Lambdas {
  readonly calls: Payload[] = [];
  readonly #answers: unknown[];

  constructor(...answers: unknown[]) {
    this.#answers = answers;
  }

  async invoke(_name: string, payload: unknown): Promise<Invocation> {
    this.calls.push(payload as Payload);
    return { ok: true, payload: this.#answers.shift() ?? { hookStatus: 'SUCCEEDED' } };
  }

  async send(): Promise<void> {}
}

const hookAt = (stage: 'POST_TEST_TRAFFIC_SHIFT' | 'PRODUCTION_TRAFFIC_SHIFT') => ({
  lifecycleHooks: [
    {
      hookTargetArn: 'arn:aws:lambda:us-east-1:000000000000:function:check',
      roleArn: 'arn:aws:iam::000000000000:role/invoke',
      lifecycleStages: [stage],
      hookDetails: { depth: 1 },
    },
  ],
});

async function updated(lambdas: FakeLambdas, stage: Parameters<typeof hookAt>[0]): Promise<AnEcs> {
  const world = new AnEcs({ lambdas });
  await world.service(shifting('BLUE_GREEN'));
  const deploymentConfiguration = hookAt(stage);
  await world.update({ taskDefinition: await world.version('2'), deploymentConfiguration });
  await world.clock.advance(15_000);
  return world;
}

test('a Lambda hook that is in progress is asked again after its delay, with what it said', async () => {
  const lambdas = new FakeLambdas({ hookStatus: 'IN_PROGRESS', callBackDelay: 60, hookDetails: { seen: 1 } });
  const world = await updated(lambdas, 'POST_TEST_TRAFFIC_SHIFT');
  expect(lambdas.calls).toHaveLength(1);
  await world.pass(1);
  expect(lambdas.calls[1]).toMatchObject({
    lifecycleStage: 'POST_TEST_TRAFFIC_SHIFT',
    hookDetails: { depth: 1, seen: 1 },
  });
  expect((await world.deployment()).lifecycleStage).toBe('BAKE_TIME');
});

test('a Lambda hook without a valid answer rolls back', async () => {
  const world = await updated(new FakeLambdas({ status: 'fine' }), 'POST_TEST_TRAFFIC_SHIFT');
  await world.pass(1);
  expect((await world.deployment()).status).toBe('ROLLBACK_SUCCESSFUL');
});

test('a rollback calls the hooks of the traffic shift again, with the weights reversed', async () => {
  const lambdas = new FakeLambdas();
  const world = await updated(lambdas, 'PRODUCTION_TRAFFIC_SHIFT');
  const { serviceDeploymentArn, targetServiceRevision, sourceServiceRevisions } = await world.deployment();
  await world.call('StopServiceDeployment', { serviceDeploymentArn });
  await world.pass(1);
  expect(lambdas.calls.map((call) => call.executionDetails.productionTrafficWeights)).toEqual([
    { [targetServiceRevision?.arn ?? '']: 100, [sourceServiceRevisions?.[0]?.arn ?? '']: 0 },
    { [targetServiceRevision?.arn ?? '']: 0, [sourceServiceRevisions?.[0]?.arn ?? '']: 100 },
  ]);
  expect(world.balancer.rules.get(RULE)).toBeDefined();
});

test('without Lambda a Lambda hook is refused, never ignored', async () => {
  const world = new AnEcs();
  await expect(world.service(shifting('BLUE_GREEN', hookAt('POST_TEST_TRAFFIC_SHIFT')))).rejects.toThrow(
    /Lambda lifecycle hooks/,
  );
});
