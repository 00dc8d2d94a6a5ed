import { afterEach, beforeEach, expect, test } from 'vitest';
import { buildImage } from '../../../local/images/build-image.ts';
import { buildIndex } from '../../../local/images/build-index.ts';
import { pushImage } from '../../../local/images/push-image.ts';
import { aRegistry, ask, type RegistryFixture } from './registry-fixture.ts';

const HOUR = 3_600_000;

let world: RegistryFixture;
beforeEach(async () => {
  world = await aRegistry();
});
afterEach(() => world.end());

const web = { repositoryName: 'web' };
const image = (content: string) => buildImage({ files: { a: { content } }, entrypoint: ['a'] });
const push = (tag: string | undefined, content = tag ?? '') =>
  pushImage(world.registry.url, 'web', tag, image(content));
const tags = () => [...(world.registry.repositories.get('web')?.tags.keys() ?? [])];
const rule = (rulePriority: number, selection: object) => ({ rulePriority, selection, action: { type: 'expire' } });
const put = (...rules: object[]) =>
  ask(world.registry, 'PutLifecyclePolicy', { ...web, lifecyclePolicyText: JSON.stringify({ rules }) });

test('of the images that a rule selects the newest stay, and the rest goes once a day, with events', async () => {
  for (const tag of ['v1', 'v2', 'v3', 'other']) {
    await push(tag);
    await world.clock.advance(1000);
  }
  await put(rule(1, { tagStatus: 'tagged', tagPrefixList: ['v'], countType: 'imageCountMoreThan', countNumber: 1 }));
  expect(tags()).toEqual(['v1', 'v2', 'v3', 'other']);
  await world.clock.advance(24 * HOUR);
  expect(tags()).toEqual(['v3', 'other']);
  expect(world.events.slice(-2).map(({ detail }) => Reflect.get(detail, 'action-type'))).toEqual(['DELETE', 'DELETE']);
});

test('images go by their age, and never those of an index that stays', async () => {
  await pushImage(world.registry.url, 'web', 'multi', buildIndex([image('child')]));
  const untagged = await push(undefined, 'alone');
  await put(rule(1, { tagStatus: 'untagged', countType: 'sinceImagePushed', countUnit: 'days', countNumber: 2 }));
  await world.clock.advance(48 * HOUR);
  expect(world.registry.source.digestOf('web', untagged)).toBe(untagged);
  await world.clock.advance(24 * HOUR);
  expect(world.registry.source.digestOf('web', untagged)).toBeUndefined();
  expect(world.registry.source.digestOf('web', image('child').manifest.digest)).toBeDefined();
});

test('an image that a rule looks at is not expired by one of a higher number', async () => {
  await push('keep');
  await put(
    rule(2, { tagStatus: 'any', countType: 'sinceImagePushed', countUnit: 'days', countNumber: 1 }),
    rule(1, { tagStatus: 'tagged', tagPatternList: ['k*p'], countType: 'imageCountMoreThan', countNumber: 5 }),
  );
  await push('lose');
  await world.clock.advance(72 * HOUR);
  expect(tags()).toEqual(['keep']);
});

test('a policy is put, read and deleted, and one that cannot be followed is refused', async () => {
  await push('a');
  const get = () => ask(world.registry, 'GetLifecyclePolicy', web);
  await expect(get()).rejects.toMatchObject({ name: 'LifecyclePolicyNotFoundException' });
  await put(rule(1, { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber: 5 }));
  expect(await get()).toMatchObject({ lifecyclePolicyText: expect.stringContaining('imageCountMoreThan') });
  await ask(world.registry, 'DeleteLifecyclePolicy', web);
  await expect(get()).rejects.toMatchObject({ name: 'LifecyclePolicyNotFoundException' });
  await expect(put(rule(1, { tagStatus: 'any', countType: 'sinceImagePulled', countNumber: 5 }))).rejects.toMatchObject(
    {
      name: 'InvalidParameterException',
      message: expect.stringContaining('rules.0.selection.countType'),
    },
  );
});
