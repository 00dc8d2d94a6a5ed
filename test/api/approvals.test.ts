import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildImage } from '../../local/images/build-image.ts';
import { until } from '../../local/story/api.ts';
import { belay as belayAt } from '../cli/a-cli.ts';
import { type ExampleWorld, startExample } from '../story/world-fixture.ts';
import { type Ask, askAt } from './ask.ts';

const SERVICE = 'staging/api';
const APPROVAL = { approvers: ['local#local', 'role:ops'], securityFix: {} };

let world: ExampleWorld;
let ask: Ask;

beforeAll(async () => {
  world = await startExample({ speed: 120 });
  ask = askAt(world.running.api);
  await world.put(SERVICE, { policy: { kind: 'manual' } });
  await world.push('api', '1.0.0');
  const body = { service: SERVICE, version: '1.0.0', first: true };
  const { json } = await ask('POST', '/v1/deployments', { body });
  await world.end(String(Object(json.deployments)[0]?.id));
  await world.put(SERVICE, { policy: { kind: 'semver', range: '>=1' }, approval: APPROVAL });
});
afterAll(() => world?.stop());

/** The deployment that a push led to. */
async function pushed(tag: string, labels?: Readonly<Record<string, string>>): Promise<string> {
  await world.push('api', tag, labels && served(tag, labels));
  const { deployment } = await world.decision(SERVICE, tag);
  return String(deployment);
}

function served(version: string, labels: Readonly<Record<string, string>>) {
  const program = `import { createServer } from 'node:http';
createServer((_, response) => response.end('${version}')).listen(Number(process.env.PORT), '127.0.0.1');
process.on('SIGTERM', () => process.exit(0));
`;
  const files = { '/app/server.mjs': { content: program } };
  return buildImage({ files, entrypoint: ['node', '/app/server.mjs'], labels });
}

test('a push waits for approval, is told as that everywhere, and goes out when somebody approves who may', async () => {
  const id = await pushed('1.1.0');
  const shown = () => ask('GET', `/v1/deployments/${id}`);
  await until('it to wait', 20, async () =>
    (await shown()).json.status === 'waiting-for-approval' ? true : undefined,
  );
  const belay = (...words: readonly string[]) => belayAt(world.running.api, ...words);
  for (const words of [
    ['why', 'api'],
    ['status', 'api'],
    ['show', id],
  ])
    expect((await belay(...words)).stdout, words.join(' ')).toContain(`belay approve ${id}`);
  expect((await belay('status')).stdout).toContain('waits for approval');
  expect(await ask('POST', `/v1/deployments/${id}/approve`, { body: {} })).toMatchObject({
    status: 403,
    json: { code: 'NotAnApprover', message: expect.stringContaining('local#local or role:ops') },
  });
  expect(await ask('POST', `/app/v1/deployments/${id}/approve`, { body: { comment: 'fine' } })).toMatchObject({
    status: 200,
    json: { missing: 0 },
  });
  expect(await world.end(id)).toMatchObject({ verdict: 'SUCCEEDED' });
});

test('a critical security fix, by the label of its image, waits for nobody', async () => {
  const id = await pushed('1.1.1', { 'dev.belay.security-fix': 'critical 1.1.1' });
  const { verdict, log } = await world.end(id);
  expect(verdict).toBe('SUCCEEDED');
  expect(log.map(({ text }) => text)).toContainEqual(
    expect.stringMatching(/^1\.1\.1 goes out without approval: a critical security fix/),
  );
});
