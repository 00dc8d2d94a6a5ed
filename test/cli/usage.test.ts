import { afterEach, expect, test } from 'vitest';
import { EXIT, exitCodeOf } from '../../cli/exit-code.ts';
import { run } from '../../cli/run.ts';
import { VERSION } from '../../core/version.ts';
import { answering, belay } from './a-cli.ts';

const VERBS = [
  ...[
    'status',
    'versions',
    'verify',
    'deploy',
    'watch',
    'rollback',
    'rollback-points',
    'rollback-point',
    'emergency',
    'history',
    'why',
    'services',
  ],
  ...[
    'hold',
    'lift',
    'lock',
    'unlock',
    'maintenance',
    'freeze',
    'window',
    'stop-the-line',
    'start-the-line',
    'unqueue',
  ],
];
const NOWHERE = 'http://127.0.0.1:9';
const WORDS: readonly (readonly string[])[] = [
  ['status'],
  ['why', 'web'],
  ['history', 'web'],
  ['watch', 'web-1'],
  ['lift', 'web'],
];

afterEach(() => {
  delete process.env.BELAY_API;
});

test('help lists every verb, and the version is the version, without any API', async () => {
  for (const words of [['help'], ['--help'], []]) {
    const { exitCode, stdout, stderr } = await belay(NOWHERE, ...words);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    for (const verb of VERBS) expect(stdout).toContain(`belay ${verb}`);
  }
  for (const words of [
    ['help', 'deploy'],
    ['deploy', '--help'],
  ])
    expect(await belay(NOWHERE, ...words)).toMatchObject({
      exitCode: 0,
      stdout: expect.stringMatching(/^ {2}belay deploy <service> .*\n.*$/),
    });
  expect(await belay(NOWHERE, '--version')).toMatchObject({ exitCode: 0, stdout: VERSION });
  expect((await belay(NOWHERE, '--version', '--json')).json).toEqual({ version: VERSION });
});

test.each([
  [['undeploy', 'web'], '"undeploy".*belay help'],
  [['__proto__'], '"__proto__".*belay help'],
  [['constructor'], '"constructor".*belay help'],
  [['status', '--colour'], '--colour'],
  [['status', '--limit'], '--limit'],
  [['deploy', 'web'], 'belay deploy staging/web 1.4.2'],
  [['hold', 'web', '--watch'], 'hold has no --watch.*belay hold'],
  [['cancel', 'web-1', '--queue'], 'cancel has no --queue'],
  [['upgrade', 'web', '--plan', 'plan-1'], 'upgrade has no --plan'],
  [['deploy', 'web', '1.0.0', '--plan', 'plan-1'], '"web" is for another plan'],
  [['deploy', '--plan', 'plan-1', '--strategy', 'rolling'], '"strategy" is for another plan'],
  [['deploy'], 'belay deploy staging/web 1.4.2'],
  [['watch'], 'belay history'],
  [['versions'], 'a service or a repository'],
  [['rollback', '--all', '--strategy', 'rolling'], 'rollback has no --strategy.*--environment, --repository, --to'],
  [['rollback', '--all', '--watch'], 'rollback has no --watch in this form'],
  [['rollback', 'web', '--environment', 'staging'], 'rollback has no --environment in this form.*--to, --deployment'],
  [['rollback', 'web', '--to', '1.0.0', '--deployment', 'web-1'], '--to and --deployment'],
  [['rollback', 'web', '--rehearse', '--dry-run'], '--rehearse.*--dry-run'],
  [['emergency', 'staging', '--reason', 'out', '--watch'], 'emergency has no --watch.*--since'],
  [['upgrade', 'web', '--all'], 'upgrade has no --all.*--latest, --stable, --to'],
  [['upgrade', 'web', '--downgrade'], 'upgrade has no --downgrade'],
  [['upgrade', 'web', '1.0.0', '--to', '1.1.0'], '1.0.0 and 1.1.0 are 2 versions'],
  [['upgrade', 'web', '--latest', '--stable'], 'latest and stable are 2 versions'],
  [['downgrade', 'web', '--latest'], 'downgrade has no --latest'],
  [['plan', 'web', '1.0.0', '--queue'], 'plan has no --queue'],
  [['status', '--watch'], 'status has no --watch. It takes --json, --api. Usage'],
  [['status', '--yes'], 'status has no --yes'],
  [['maintenance', 'off', 'web', '--until', '2099-01-01T00:00:00Z'], 'maintenance has no --until'],
  [['freeze', 'list', '--start', '2026-12-24T18:00'], 'freeze has no --start in this form'],
  [['rollback-point', 'show', 'rp-1', '--watch'], 'rollback-point has no --watch in this form'],
  [['rollback'], 'staging/web'],
  [['verify'], 'staging/web'],
  [['verify', 'web', '1.0.0', '1.1.0'], '"1.1.0".*belay verify <service>'],
  [['rollback', 'web', '1.0.0'], '"1.0.0".*belay rollback \\[<service>'],
  [['rollback', 'web', '--all'], '--all.*not two of them'],
  [['rollback', '--all', '--repository', 'web'], '--repository.*not two of them'],
  [['emergency'], 'belay emergency staging'],
  [['emergency', 'staging'], '--reason'],
  [['hold', 'web'], '--reason'],
  [['lock', 'web'], '--reason'],
  [['maintenance', 'on', 'web'], '--reason'],
  [['stop-the-line', 'staging'], '--reason'],
  [['freeze', 'put', 'staging', 'xmas', '--zone', 'UTC'], 'give --start 2026-12-24T18:00 --duration P3D --reason'],
  [['help', 'undeploy'], '"undeploy".*belay help'],
  [['rollback-points'], 'staging/web'],
  [['rollback-point'], 'usage: belay rollback-point'],
  [['rollback-point', 'dance', 'rp-1'], 'usage: belay rollback-point'],
  [['rollback-point', 'constructor', 'rp-1'], 'usage: belay rollback-point'],
  [['rollback-point', 'show'], 'usage: belay rollback-point'],
  [['rollback-point', 'create', 'web'], '--name'],
  [['status', 'web', 'api'], '"api".*belay status'],
  [['services', 'put', 'staging/web'], 'usage: belay services'],
  [['maintenance', 'web'], 'belay maintenance on'],
  [['maintenance', 'on', '--reason', 'a look'], 'staging/web'],
  [['freeze', 'put', 'staging'], 'belay freeze .*--duration'],
  [['window', 'drop', 'staging.w'], 'belay window'],
  [['freeze', 'remove'], 'belay freeze'],
  [['stop-the-line'], 'belay stop-the-line'],
  [['start-the-line'], 'belay start-the-line'],
  [['unqueue', 'web'], 'belay unqueue'],
  [['services', 'drop', 'staging/web'], 'usage: belay services'],
  [['deploy', 'web', '1.0.0', '--watch', '--timeout', 'soon'], '--timeout.*"soon"'],
  [['watch', 'web-1', '--timeout=-1'], '--timeout.*"-1"'],
])('belay %j is bad usage, and says what to type', async (words, says) => {
  const plain = await belay(NOWHERE, ...words);
  expect(plain).toMatchObject({ exitCode: 2, stdout: '', stderr: expect.stringMatching(says) });
  const { json, stderr } = await belay(NOWHERE, ...words, '--json');
  expect({ json, stderr }).toEqual({
    json: { error: expect.stringMatching(says), exitCode: 2 },
    stderr: expect.stringMatching(says),
  });
});

test('an address where nobody listens ends with 9 and the next move', async () => {
  for (const words of WORDS) {
    const ran = await belay(NOWHERE, ...words, '--json');
    expect(ran).toMatchObject({ exitCode: 9, stderr: expect.stringMatching(/127\.0\.0\.1:9.*--api or BELAY_API/) });
    expect(ran.json).toMatchObject({ exitCode: 9 });
  }
});

test('an address that is none, or that would take a signature in the open, is bad usage', async () => {
  for (const api of ['belay', ':', 'http://belay.example.com'])
    expect(await belay(api, 'status')).toMatchObject({ exitCode: 2, stderr: expect.stringMatching(/https/i) });
});

test('without AWS credentials nothing is sent to AWS, and the command ends with 8', async () => {
  const before = { ...process.env };
  const none = {
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_EC2_METADATA_DISABLED: 'true',
  };
  for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) delete process.env[name];
  Object.assign(process.env, none);
  try {
    const ran = await belay('https://x.execute-api.us-east-1.amazonaws.invalid', 'status', '--json');
    expect(ran).toMatchObject({ exitCode: 8, json: { exitCode: 8 }, stderr: expect.stringContaining('AWS_PROFILE') });
  } finally {
    for (const name of Object.keys(none)) delete process.env[name];
    Object.assign(process.env, before);
  }
});

test.each([
  [403, '{"message":"Forbidden"}', 8],
  [401, '{"message":"Unauthorized"}', 8],
  [403, '{"code":"NotAllowed","message":"no","details":{}}', 8],
  [400, '{"code":"BadRequest","message":"no","details":{}}', 2],
  [409, '{"code":"Denied","message":"no","details":{}}', 3],
  [500, '{"code":"Crash","message":"no","details":{}}', 9],
  [503, '{"message":"Service Unavailable"}', 9],
  [404, '<html>not here</html>', 9],
  [200, '<html>hello</html>', 9],
])('an answer %i %s ends with %i', async (status, body, exitCode) => {
  const api = await answering(status, body);
  const ran = await belay(api, 'status', '--json');
  expect(ran).toMatchObject({ exitCode, json: { exitCode, error: expect.any(String) } });
});

test.each([
  ['SUCCEEDED', 0],
  ['REFUSED', 3],
  ['ROLLED_BACK', 4],
  ['CANCELLED', 5],
  ['SUPERSEDED', 5],
  ['STUCK', 6],
  ['a verdict of a later version', 6],
])('%s ends with %i', async (verdict, exitCode) => {
  const api = await answering(200, JSON.stringify({ id: 'web-1', status: 'ended', verdict, because: 'so', log: [] }));
  expect(await belay(api, 'watch', 'web-1')).toMatchObject({ exitCode, stdout: `${verdict}: so` });
  expect(exitCodeOf(verdict)).toBe(exitCode);
  expect(Object.values<number>(EXIT)).toContain(exitCode);
});

test('at a terminal a person is asked before anything is written, and only a yes counts', async () => {
  const asked: string[] = [];
  const answer = (yes: boolean) =>
    run(['--api', 'http://127.0.0.1:1', 'cancel', 'web-1'], {
      out: () => undefined,
      err: () => undefined,
      ask: async (question) => {
        asked.push(question);
        return yes;
      },
    });
  expect(await answer(false)).toBe(5);
  expect(await answer(true)).toBe(9);
  expect(asked).toEqual(['cancel web-1?', 'cancel web-1?']);
});
