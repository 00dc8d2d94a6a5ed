import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { until } from '../../local/story/api.ts';
import { asOwner } from './as-owner.ts';
import { put, type Template } from './template.ts';
import { type ExampleWorld, oneTask, startExample } from './world-fixture.ts';

const BELAY = fileURLToPath(new URL('../../cli/belay.mjs', import.meta.url));

/** The log group of `api` has a name that the stack does not give to Belay to read. */
function example(template: Template): void {
  oneTask(template);
  put(template, 'AWS::Logs::LogGroup', 'Api', ['LogGroupName'], '/app/api');
}

let world: ExampleWorld;

beforeAll(async () => {
  world = await startExample({ speed: 120, example });
  await world.put('staging/web');
  await world.put('staging/api');
});
afterAll(() => world?.stop());

function belay(...words: readonly string[]) {
  const child = spawn(process.execPath, [BELAY, '--api', world.running.api, ...words]);
  onTestFinished(() => void child.kill('SIGKILL'));
  let [said, complaint] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (part) => {
    said += part;
  });
  child.stderr.setEncoding('utf8').on('data', (part) => {
    complaint += part;
  });
  return { child, end: once(child, 'exit'), said: () => said, complaint: () => complaint };
}

const LINE = '[\\d-]+ [\\d:]+ {2}web \\w{8} {2}placeholder listens on \\d+\\n';

test('who follows a log sees what was written and what is written then, until Ctrl-C or until they have read enough', async () => {
  const follower = belay('logs', 'web', '--follow', '--since', '1d');
  const head = belay('logs', 'web', '--follow', '--since', '1d');
  await until('what was written', 20, async () => (follower.said() !== '' && head.said() !== '') || undefined);
  expect(follower.said()).toMatch(new RegExp(`^${LINE}$`));

  head.child.stdout.destroy();
  await asOwner(world.world, 'ecs', 'UpdateService', { cluster: 'example', service: 'web', desiredCount: 2 });
  await until(
    'what a new task writes',
    20,
    async () => new RegExp(`^${LINE}${LINE}$`).test(follower.said()) || undefined,
  );
  follower.child.kill('SIGINT');
  expect(await follower.end).toEqual([null, 'SIGINT']);
  expect([await head.end, head.complaint()]).toEqual([[7, null], '']);
});

test('who follows a log that Belay may not read is told so at once', async () => {
  const { said } = belay('logs', 'api', '--follow');
  await until('the note', 20, async () => said() !== '' || undefined);
  expect(said()).toBe('(api: Belay may not read /app/api; deploy the stack with -c logGroups=/app/api)\n');
});
