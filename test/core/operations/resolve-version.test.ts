import { expect, test } from 'vitest';
import { registerVersion } from '../../../core/operations/register-version.ts';
import { resolveVersion } from '../../../core/operations/resolve-version.ts';
import { aDigest } from '../../builders.ts';
import { fakeWorld, NEW, type World } from '../../fakes/fake-world.ts';

const COMMIT = 'abcdef0123456789abcdef0123456789abcdef01';

async function withCommit(): Promise<World> {
  const world = await fakeWorld({ settings: { policy: { kind: 'manual' } } });
  world.registry.push('web', aDigest(5), 'v1.5.0', { commit: COMMIT, components: {} });
  await registerVersion(world.ports, { repository: 'web', digest: aDigest(5), tag: 'v1.5.0' });
  return world;
}

test.each([
  { name: 'a digest', text: NEW.digest, found: NEW },
  { name: 'a tag', text: '1.1.0', found: NEW },
  { name: 'a tag that was written with a v', text: 'v1.1.0', found: NEW },
  { name: 'a tag that was written without its v', text: '1.5.0', found: { version: 'v1.5.0', digest: aDigest(5) } },
  { name: 'a commit', text: COMMIT, found: { version: 'v1.5.0', digest: aDigest(5) } },
  { name: 'a short commit', text: COMMIT.slice(0, 7), found: { version: 'v1.5.0', digest: aDigest(5) } },
])('$name names a digest', async ({ text, found }) => {
  const world = await withCommit();
  expect(await resolveVersion(world.ports, 'web', text)).toEqual(found);
});

test('a tag that moved means what the registry says now', async () => {
  const world = await withCommit();
  world.registry.push('web', aDigest(8), '1.1.0');
  expect((await resolveVersion(world.ports, 'web', '1.1.0')).digest).toBe(aDigest(8));
});

test.each([
  ['a digest that is gone', aDigest(99), 'ImageGone'],
  ['a tag that is none', '9.9.9', 'UnknownVersion'],
  ['a commit that is too short', COMMIT.slice(0, 6), 'UnknownVersion'],
  ['a commit that nobody built', 'fffffff', 'UnknownVersion'],
  ['what cannot be a tag', '../x y', 'UnknownVersion'],
])('%s is refused', async (_, text, code) => {
  const world = await withCommit();
  await expect(resolveVersion(world.ports, 'web', text)).rejects.toMatchObject({ code });
});

test('latest is the highest version that was recorded, and stable the highest that is no pre-release', async () => {
  const world = await withCommit();
  world.registry.push('web', aDigest(6), '2.0.0-rc.1');
  await registerVersion(world.ports, { repository: 'web', digest: aDigest(6), tag: '2.0.0-rc.1' });
  expect(await resolveVersion(world.ports, 'web', 'latest')).toEqual({ version: '2.0.0-rc.1', digest: aDigest(6) });
  expect(await resolveVersion(world.ports, 'web', 'stable')).toEqual({ version: 'v1.5.0', digest: aDigest(5) });
});
