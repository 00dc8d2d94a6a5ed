import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { belay, recording } from './a-cli.ts';

const ID = 'web-1.0.0-1.1.0-20261120T120000Z-k3f9';
const STARTED = { deployments: [{ id: ID, service: 'staging/web', to: '1.0.0' }], left: [] };
const FOUND = { deployments: [{ service: 'staging/web', to: '1.0.0', point: 'rp-1' }], left: [] };

test.each([
  [['web', '--deployment', ID], { service: 'staging/web', to: { deployment: ID } }],
  [['--deployment', ID], { to: { deployment: ID } }],
  [['--to', 'rp-1'], { to: { rollbackPoint: 'rp-1' } }],
  [['web', '--to', '1.0.0'], { service: 'staging/web', to: { version: '1.0.0' } }],
  [['web', '--now', '--reason', 'out'], { service: 'staging/web', now: true, reason: 'out' }],
])('rollback %s goes where it says', async (words, body) => {
  const { api, sent } = await recording({ '/v1/rollbacks': STARTED });
  expect(await belay(api, 'rollback', ...words)).toMatchObject({ exitCode: 0 });
  const plain = { force: false, now: false, dryRun: false };
  expect(sent).toEqual([['POST /v1/rollbacks', { ...plain, ...body }]]);
});

test('rollback --rehearse tries where it would lead, and goes nowhere', async () => {
  const { api, sent } = await recording({
    '/v1/rollbacks': FOUND,
    '/v1/rollback-points/rp-1/rehearse': { point: 'rp-1' },
  });
  expect(await belay(api, 'rollback', 'web', '--rehearse')).toMatchObject({
    exitCode: 0,
    stdout: expect.stringContaining('belay rollback-point show rp-1'),
  });
  expect(sent).toEqual([
    ['POST /v1/rollbacks', expect.objectContaining({ dryRun: true })],
    ['POST /v1/rollback-points/rp-1/rehearse', {}],
  ]);
});

test('deploy --checks sends the checks of a file, and takes no --no-checks beside it', async () => {
  const { api, sent } = await recording({ '/v1/deployments': STARTED });
  const checks = [{ id: 'smoke', url: '/smoke' }];
  const file = join(tmpdir(), `belay-checks-${process.pid}.json`);
  await writeFile(file, JSON.stringify(checks));
  expect(await belay(api, 'deploy', 'web', '1.1.0', '--checks', file)).toMatchObject({ exitCode: 0 });
  expect(sent).toEqual([['POST /v1/deployments', { service: 'staging/web', version: '1.1.0', checks }]]);
  expect(await belay(api, 'deploy', 'web', '1.1.0', '--checks', file, '--no-checks')).toMatchObject({ exitCode: 2 });
  await rm(file);
  expect(await belay(api, 'deploy', 'web', '1.1.0', '--checks', file)).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining('cannot be read as JSON'),
  });
  expect(sent).toHaveLength(1);
});

test.each([
  [['upgrade', 'web'], 'stable'],
  [['upgrade', 'web', '--stable'], 'stable'],
  [['upgrade', 'web', '--latest'], 'latest'],
  [['upgrade', 'web', '--to', '0b1'], '0b1'],
  [['downgrade', 'web', '--to', '0a1'], '0a1'],
])('%s names a version', async (words, version) => {
  const { api, sent } = await recording({ '/v1/deployments': STARTED });
  expect(await belay(api, ...words)).toMatchObject({ exitCode: 0 });
  expect(sent).toEqual([['POST /v1/deployments', { service: 'staging/web', version, direction: words[0] }]]);
});

/** A verb in each of its forms. `--rule` and `--zone` are of freezes alone, and one of the two is refused by every other verb. */
const FORMS: readonly (readonly string[])[] = [
  ...['status', 'versions', 'plan', 'verify', 'deploy', 'upgrade', 'downgrade', 'watch', 'show', 'approve', 'pause'],
  ...[
    'cancel',
    'rollback',
    'emergency',
    'rollback-points',
    'history',
    'why',
    'hold',
    'lift',
    'lock',
    'unlock',
    'unqueue',
  ],
  ...['stop-the-line', 'start-the-line', 'adopt', 'unadopt', 'logs', 'services'],
]
  .map((verb) => [verb])
  .concat([
    ['maintenance', 'on'],
    ['services', 'put'],
    ['rollback', '--all'],
    ['freeze', 'remove'],
  ])
  .concat(['create', 'show', 'check', 'delete', 'rehearse'].map((verb) => ['rollback-point', verb]));
const GENERAL = ['--json', '--api', '--yes', '--dry-run'];

test.each(FORMS.map((words) => [words]))('help names every flag that belay %s takes', async (words) => {
  const { exitCode, stderr } = await belay('http://127.0.0.1:9', ...words, '--zone', 'UTC');
  expect({ exitCode, stderr }).toEqual({ exitCode: 2, stderr: expect.stringContaining('has no --zone') });
  const takes = stderr.match(/(?<=It takes ).*?(?=\. Usage)/)?.[0].split(', ') ?? [];
  const [verb = ''] = words;
  const { stdout } = await belay('', 'help', verb);
  const deploy = /how to deploy/.test(stdout) ? (await belay('', 'help', 'deploy')).stdout : '';
  const named = new Set(`${stdout}${deploy}`.match(/--[a-z-]+/g));
  expect(takes.filter((flag) => !GENERAL.includes(flag) && !named.has(flag))).toEqual([]);
});
