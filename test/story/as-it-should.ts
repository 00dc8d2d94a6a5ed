import type { GetExecutionHistoryOutput, ListExecutionsOutput } from '@aws-sdk/client-sfn';
import { type Deployment, until } from '../../local/story/api.ts';
import { imageOf } from '../../local/story/releases.ts';
import { asOwner } from './as-owner.ts';
import { type ExampleWorld, WEB } from './world-fixture.ts';

/** Ships a good version, and says what was not as it should be. */
export async function shipGood(world: ExampleWorld): Promise<readonly string[]> {
  try {
    await world.put(WEB, { bake: '2m' });
    const { id, verdict, because } = await world.ship('web', '1.0.0');
    return [
      ...(verdict === 'SUCCEEDED' ? [] : [`the verdict is ${verdict}: ${because}`]),
      ...(await heard(world, [/Deploying 1\.0\.0/, /1\.0\.0 serves/])),
      ...(await troubles(world, id)),
    ];
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}

/** Ships a version with a bug that users meet, and says what of the way back was not as it should be. */
export async function shipBad(world: ExampleWorld): Promise<readonly string[]> {
  const load = world.load('/', 60);
  try {
    await world.put(WEB, { alarms: ['web-5xx'], bake: '10m' });
    const { verdict, because } = await world.ship('web', '1.1.0', imageOf({ version: '1.1.0', failEvery: 3 }));
    const [stop] = world.world.wire.calls.calls('ecs', 'StopServiceDeployment');
    return [
      ...(verdict === 'ROLLED_BACK' ? [] : [`the verdict is ${verdict}: ${because}`]),
      ...(because?.includes('web-5xx went to ALARM') ? [] : [`the reason is: ${because}`]),
      ...(/OnAlarm/.test(stop?.caller.arn ?? '') ? [] : [`it was stopped by ${stop?.caller.arn ?? 'nobody'}`]),
      ...(await heard(world, [/Deploying 1\.1\.0/, /1\.1\.0 was taken back/])),
    ];
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  } finally {
    await load.stop();
  }
}

async function heard({ world }: ExampleWorld, texts: readonly RegExp[]): Promise<readonly string[]> {
  const missing = (): readonly RegExp[] =>
    texts.filter((text) => !world.slack.messages.some((one) => text.test(one.text)));
  await until('Slack', 2, async () => missing().length === 0 || undefined).catch(() => {});
  return missing().map((text) => `Slack heard nothing like ${text}`);
}

/** A healthy run shows nothing red: no state of the machines failed or timed out. */
async function troubles({ world }: ExampleWorld, id: Deployment['id']): Promise<readonly string[]> {
  const red: string[] = [];
  for (const machine of ['belay-deploy', 'belay-blue-green']) {
    const of = { stateMachineArn: `arn:aws:states:us-east-1:000000000000:stateMachine:${machine}` };
    const { executions = [] } = await asOwner<ListExecutionsOutput>(world, 'states', 'ListExecutions', of);
    for (const { executionArn, name } of executions) {
      if (!name?.startsWith(id)) continue;
      const history = { executionArn, maxResults: 1000 };
      const { events = [] } = await asOwner<GetExecutionHistoryOutput>(world, 'states', 'GetExecutionHistory', history);
      for (const { type = '' } of events) if (/Failed|TimedOut|Aborted/.test(type)) red.push(`${machine}: ${type}`);
    }
  }
  return red;
}
