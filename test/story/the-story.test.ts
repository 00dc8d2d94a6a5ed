import type { DescribeServicesResponse } from '@aws-sdk/client-ecs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { until, type Why } from '../../local/story/api.ts';
import type { StoryEnd } from '../../local/story/judge-story.ts';
import { imageOf } from '../../local/story/releases.ts';
import { tellStory } from '../../local/story/tell-story.ts';
import { asOwner } from './as-owner.ts';
import { type Driven, drive, type StartedWorld, startWorld, WEB } from './world-fixture.ts';

const SPEED = 60;
let started: StartedWorld;
let driven: Driven;
let end: StoryEnd;

beforeAll(async () => {
  started = await startWorld({ speed: SPEED });
  driven = drive(started);
  end = await tellStory(started.running, { speed: SPEED, visitors: 50, say: () => {} });
}, 90_000);
afterAll(() => started?.stop());

const why = (): Promise<Why & Held> => started.api.get(`/services/${WEB}/why`);
interface Held {
  readonly hold: { readonly because: string } | null;
  readonly denied: readonly { readonly digest: string }[];
}

test('two releases succeed, the bad one is rolled back, and everything is as it should be', () => {
  expect(end.lines.filter((line) => line.startsWith('NOT AS IT SHOULD BE'))).toEqual([]);
  expect(end).toMatchObject({ asItShould: true, summary: 'belay: story ended: 2 succeeded, 1 rolled back' });
});

test('the alarm stops the deployment by the function that its event started, before any state of a machine does', () => {
  const stops = started.world.wire.calls.calls('ecs', 'StopServiceDeployment');
  expect(stops.map(({ caller }) => caller.arn)).toEqual([expect.stringMatching(/on-?alarm/i)]);
  const [stop] = stops;
  const woken = started.world.wire.calls.calls('states', 'SendTaskSuccess').filter(({ at }) => at >= (stop?.at ?? 0));
  expect(woken.length).toBeGreaterThan(0);
});

test('from the alarm to StopServiceDeployment three calls are made, one after another', () => {
  const byAlarm = started.world.wire.calls.calls().filter(({ caller }) => /on-?alarm/i.test(caller.arn));
  const stop = byAlarm.findIndex(({ operation }) => operation === 'StopServiceDeployment');
  expect(byAlarm.slice(0, stop + 1).map(({ service, operation }) => `${service} ${operation}`)).toEqual([
    'dynamodb Query',
    'dynamodb GetItem',
    'ecs StopServiceDeployment',
  ]);
});

test('the verdict of the bad release names the alarm', async () => {
  const { items } = await started.api.get<{ items: readonly { because: string }[] }>(`/deployments?service=${WEB}`);
  expect(items[0]).toMatchObject({ verdict: 'ROLLED_BACK', because: expect.stringContaining('web-5xx') });
});

test('Slack hears of the beginning and of the end of each deployment', async () => {
  const { slack } = started.world;
  for (const text of [/1\.0\.0 serves/, /1\.1\.0 serves/, /1\.2\.0 was taken back/])
    await until(`a message with ${text}`, 5, async () => slack.messages.find((message) => text.test(message.text)));
  for (const version of ['1.0.0', '1.1.0', '1.2.0'])
    expect(slack.messages.filter(({ text }) => text.includes(`Deploying ${version}`))).toHaveLength(1);
});

test('the service is put back as it was found', async () => {
  const of = { cluster: 'example', services: ['web'] };
  const found = await asOwner<DescribeServicesResponse>(started.world, 'ecs', 'DescribeServices', of);
  expect(found).toMatchObject({
    services: [
      {
        deploymentConfiguration: {
          strategy: 'BLUE_GREEN',
          bakeTimeInMinutes: 1,
          lifecycleHooks: [],
          alarms: { alarmNames: [], enable: false },
        },
      },
    ],
  });
});

test('the bad image does not ship again, not even with another tag', async () => {
  await driven.push('web', '1.3.0', imageOf({ version: '1.2.0', failEvery: 4 }));
  expect(await driven.decision(WEB, '1.3.0')).toMatchObject({
    outcome: 'refused',
    because: expect.stringContaining('rolled back'),
  });
  expect((await why()).denied).toHaveLength(1);
});

test('a good image waits while the service is held, and ships when the hold is lifted', async () => {
  await driven.push('web', '1.3.1');
  expect(await driven.decision(WEB, '1.3.1')).toMatchObject({ outcome: 'held' });
  // The alarm still fires, and a deployment would be refused for that: here it is taken off the service.
  await driven.put(WEB);
  const lifted = await fetch(`${started.running.api}/v1/services/${WEB}/hold`, { method: 'DELETE' });
  expect(lifted.status).toBe(200);
  expect((await why()).hold).toBeNull();
  const { outcome, deployment = '' } = await driven.decision(WEB, '1.3.1');
  expect(outcome).toBe('deployed');
  expect(await driven.end(deployment)).toMatchObject({ verdict: 'SUCCEEDED', to: { version: '1.3.1' } });
});
