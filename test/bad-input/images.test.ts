import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { OciImage, OciIndex } from '../../local/images/image.ts';
import { until } from '../../local/story/api.ts';
import { type ExampleWorld, startExample, WEB } from '../story/world-fixture.ts';
import { type Letter, takeFailed } from './letters.ts';
import { imageOfConfig, imageOfLabels, indexOf } from './odd-images.ts';

/** What the API says of a version. */
interface Shown {
  readonly tags: readonly string[];
  readonly platforms: readonly string[];
  readonly labels: Readonly<Record<string, unknown>>;
  readonly decisions: readonly { readonly outcome: string; readonly because: string }[];
}

const COMMIT = '4b825dc642cb6eb9a060e54bf8d69288fbee4904';
const SOUND = { 'org.opencontainers.image.revision': COMMIT };
/** Repositories of images that cannot become versions. The service runs them too, so that the reconciler comes across them. */
const BROKEN = ['broken-0', 'broken-1', 'broken-2', 'broken-3', 'broken-4', 'broken-5'];

const many = Object.fromEntries(Array.from({ length: 10_000 }, (_, n) => [`dev.belay.component.c${n}`, '1.0.0']));
const LABELS: readonly (readonly [what: string, labels: unknown, kept: object])[] = [
  ['ten thousand labels', { ...SOUND, ...many }, { commit: COMMIT }],
  ['a label of 900 KB', { ...SOUND, 'dev.belay.runtime': 'x'.repeat(900_000) }, { commit: COMMIT, components: {} }],
  [
    'control characters, direction marks and half characters',
    JSON.parse(
      '{"dev.belay.runtime":"a\\u0000b","org.opencontainers.image.version":"1\\u202e0","org.opencontainers.image.source":"\\ud800"}',
    ),
    { components: {} },
  ],
  [
    'names that objects have',
    JSON.parse(
      '{"__proto__":"x","dev.belay.component.__proto__":"1","dev.belay.component.":"2","dev.belay.component.constructor":"3","dev.belay.component.express":"5.2.1"}',
    ),
    { components: { express: '5.2.1' } },
  ],
  [
    'a day that no calendar has',
    { ...SOUND, 'org.opencontainers.image.created': '2026-02-31T25:00:00Z' },
    { commit: COMMIT, components: {} },
  ],
  ['a time that is a word', { 'org.opencontainers.image.created': 'March 7' }, { components: {} }],
  ['labels that are a list', ['a', 'b'], { components: {} }],
  ['labels that are a text', 'labels', { components: {} }],
  ['labels that are null', null, { components: {} }],
  [
    'labels of numbers and objects',
    { 'dev.belay.runtime': 24, 'org.opencontainers.image.revision': {} },
    { components: {} },
  ],
];

const image = imageOfLabels(SOUND);
const NO_IMAGES: readonly (readonly [what: string, image: OciImage | OciIndex, says: RegExp])[] = [
  ['a configuration that is no JSON', imageOfConfig('no JSON {'), /Unsupported: .*broken JSON/],
  ['a configuration that is null', imageOfConfig('null'), /Unsupported: .*none that Belay knows/],
  ['a configuration that is a list', imageOfConfig('[]'), /Unsupported: .*none that Belay knows/],
  [
    'an architecture without end',
    imageOfConfig({ architecture: 'x'.repeat(1000) }),
    /Unsupported: .*none that Belay knows/,
  ],
  ['a label of a megabyte', imageOfLabels({ a: 'x'.repeat(1_100_000) }), /Unsupported: .*larger than 1048576 bytes/],
  [
    'a platform without end',
    indexOf([{ os: 'x'.repeat(1000), architecture: 'y' }], image, [image]),
    /no image manifest/,
  ],
];

const TAGS = [
  'latest',
  'v1',
  '1.2',
  '01.2.3',
  '1.2.3.4',
  '__proto__',
  'constructor',
  'x'.repeat(128),
  '99999999999999999999.0.0',
  '1.0.0-rc.1',
  '0.9.0',
];

let world: ExampleWorld;
const letters: Letter[] = [];

beforeAll(async () => {
  world = await startExample({ speed: 300 });
  const containers = { web: 'web', ...Object.fromEntries(BROKEN.map((name) => [name, name])) };
  await world.put(WEB, { containers });
  await Promise.all([
    ...LABELS.map(([, labels], index) => world.push('odd', `odd-${index}`, imageOfLabels(labels))),
    ...NO_IMAGES.map(([, odd], index) => world.push(BROKEN[index] ?? '', '1.0.0', odd)),
    ...TAGS.map((tag) => world.push('web', tag, imageOfLabels({ tag }))),
  ]);
});
afterAll(() => world?.stop());

async function shown(repository: string, tag: string): Promise<Shown> {
  return until(`version ${tag} of ${repository}`, 10, async () => {
    const { items } = await world.api.get<{ items: readonly Shown[] }>(`/versions?repository=${repository}&limit=100`);
    return items.find(({ tags }) => tags.includes(tag));
  });
}

async function letterAbout(repository: string): Promise<Letter> {
  return until(`a dead letter about ${repository}`, 10, async () => {
    letters.push(...(await takeFailed(world.world)));
    return letters.find(({ payload }) => JSON.stringify(payload).includes(`"${repository}"`));
  });
}

describe('of labels that lie, what is sound is recorded', () => {
  test.each(LABELS)('%s', async (what, _, kept) => {
    const tag = `odd-${LABELS.findIndex(([name]) => name === what)}`;
    const version = await shown('odd', tag);
    expect(version.labels).toMatchObject(kept);
    if ('components' in kept) expect(version.labels).toEqual(kept);
    expect(Object.keys(Object(version.labels.components)).length).toBeLessThanOrEqual(50);
  });
});

test('an index of two hundred platforms is one version with fifty', async () => {
  const image = imageOfLabels(SOUND);
  const platforms = Array.from({ length: 200 }, (_, n) => ({ os: 'linux', architecture: `cpu${n}` }));
  await world.push('odd', 'wide', indexOf(platforms, image, [image]));
  const { labels, platforms: kept } = await shown('odd', 'wide');
  expect([labels, kept.length]).toEqual([{ commit: COMMIT, components: {} }, 50]);
});

describe('what is no image becomes a dead letter that says why, and stops neither the reconciler nor the next push', () => {
  test.each(NO_IMAGES)('%s', async (what, _, says) => {
    const repository = BROKEN[NO_IMAGES.findIndex(([name]) => name === what)] ?? '';
    expect(await letterAbout(repository)).toMatchObject({ attempts: 3, reason: expect.stringMatching(says) });
    expect(await world.api.get(`/versions?repository=${repository}`)).toEqual({ items: [] });
  });

  test('an index whose child is missing is refused by the registry, naming the child', async () => {
    const missing = imageOfLabels({ missing: 'yes' });
    await expect(
      world.push('odd', 'childless', indexOf([{ os: 'linux', architecture: 'amd64' }], missing, [])),
    ).rejects.toThrow(missing.manifest.digest);
  });

  test('the reconciler came across them, and did its work', async () => {
    const { calls } = world.world.wire;
    const looks = (): number =>
      calls.calls('ecr', 'DescribeImages').filter(({ input }) => 'filter' in Object(input)).length;
    const before = looks();
    await until('two more runs of the reconciler', 10, async () => looks() > before + 2 * BROKEN.length || undefined);
    await world.push('odd', 'after-all', imageOfLabels(SOUND));
    await shown('odd', 'after-all');
    letters.push(...(await takeFailed(world.world)));
    expect(letters.filter(({ functionName }) => functionName !== 'belay-on-image-pushed')).toEqual([]);
    expect(letters).toHaveLength(NO_IMAGES.length);
  });
});

describe('a tag that is no version is recorded, and no more', () => {
  test.each(TAGS)('%s', async (tag) => {
    const { decisions } = await shown('web', tag);
    expect(decisions).toMatchObject([{ outcome: 'recorded', because: expect.stringContaining(tag) }]);
  });

  test('a tag that no registry takes is refused by it', async () => {
    await expect(world.push('web', 'x'.repeat(129), imageOfLabels({}))).rejects.toThrow('TAG_INVALID');
  });

  test('nothing was deployed', async () => {
    expect(await world.api.get(`/deployments?service=${WEB}`)).toEqual({ items: [] });
  });
});
