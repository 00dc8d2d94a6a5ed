import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { apiAt, type Deployment, until, type Why } from '../../local/story/api.ts';
import { type LocalMode, processesOf, startLocalMode } from './local-mode.ts';
import { WEB } from './world-fixture.ts';

const folder = mkdtempSync(join(tmpdir(), 'belay-killed-'));
const environment = { BELAY_SPEED: '120', BELAY_BALANCER_ADDRESS: `127.${(process.pid % 200) + 20}.200.1` };
let mode: LocalMode | undefined;

afterAll(async () => {
  await mode?.signal('SIGKILL').catch(() => {});
  rmSync(folder, { recursive: true, force: true });
});

test('a deployment whose local mode is killed during the bake goes on after the next start, and nothing is lost', async () => {
  const first = await startLocalMode(folder, [], environment);
  mode = first;
  await until('a bake', 30, () => isWatched(apiAt(first.api)));
  const before = processesOf(folder);
  await first.signal('SIGKILL');
  // What is left now is what a kill -9 leaves: the tasks, each in a group of its own.
  expect(processesOf(folder).length).toBeGreaterThan(0);

  const second = await startLocalMode(folder, ['--no-story'], environment);
  mode = second;
  expect(processesOf(folder).filter((one) => before.includes(one))).toEqual([]);

  const api = apiAt(second.api);
  const { items } = await api.get<{ items: readonly Deployment[] }>(`/deployments?service=${WEB}`);
  expect(items).toHaveLength(1);
  const id = items[0]?.id;
  const ended = await until(`the end of ${id}`, 40, async () => {
    const deployment = await api.get<Deployment>(`/deployments/${id}`);
    return deployment.status === 'ended' ? deployment : undefined;
  });
  expect(ended).toMatchObject({ verdict: 'SUCCEEDED', to: { version: '1.0.0' } });
  expect(ended.log.map(({ seq }) => seq)).toEqual(ended.log.map((_, index) => index + 1));

  const versions = await api.get<{ items: readonly { tags: readonly string[] }[] }>(`/versions?service=${WEB}`);
  expect(versions.items.map(({ tags }) => tags)).toEqual([['1.0.0'], ['placeholder']]);
  const { decisions } = await api.get<Why>(`/services/${WEB}/why`);
  expect(decisions).toMatchObject([{ tag: '1.0.0', outcome: 'deployed', deployment: id }]);
});

test('Ctrl-C ends the local mode, and no process is left behind', async () => {
  expect(await mode?.signal('SIGINT')).toBe(0);
  expect(processesOf(folder)).toEqual([]);
});

/** The log of the first deployment says that all traffic is on the new version. */
async function isWatched(api: ReturnType<typeof apiAt>): Promise<true | undefined> {
  const { items } = await api
    .get<{ items: readonly Deployment[] }>(`/deployments?service=${WEB}`)
    .catch(() => ({ items: [] }));
  const [first] = items;
  if (first === undefined) return undefined;
  const { log } = await api.get<Deployment>(`/deployments/${first.id}`);
  return log.some(({ text }) => /under watch until/.test(text)) || undefined;
}
