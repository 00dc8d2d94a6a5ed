import { afterEach, beforeEach, expect, test } from 'vitest';
import { buildImage } from '../../../local/images/build-image.ts';
import { pushImage } from '../../../local/images/push-image.ts';
import type { Properties, ResourceContext } from '../../../local/template/provisioner.ts';
import { aRegistry, type RegistryFixture } from './registry-fixture.ts';

let world: RegistryFixture;
beforeEach(async () => {
  world = await aRegistry();
});
afterEach(() => world.end());

const context: ResourceContext = {
  stack: 'Example',
  logicalId: 'Web',
  metadata: {},
  directory: '/',
  previous: undefined,
};
const provision = (properties: Properties) =>
  world.registry.provisioners['AWS::ECR::Repository']?.provision(properties, context);

test('a repository of the template gives its name, ARN and address', () => {
  expect(provision({ RepositoryName: 'team/web' })).toEqual({
    ref: 'team/web',
    attributes: {
      Arn: 'arn:aws:ecr:us-east-1:000000000000:repository/team/web',
      RepositoryUri: '000000000000.dkr.ecr.us-east-1.amazonaws.com/team/web',
    },
  });
  expect(provision({})).toMatchObject({ ref: 'example-web' });
});

test('provisioning again changes the settings and keeps the images', async () => {
  provision({ RepositoryName: 'web' });
  const digest = await pushImage(world.registry.url, 'web', '1.0.0', buildImage({ files: {}, entrypoint: ['a'] }));
  provision({ RepositoryName: 'web', ImageTagMutability: 'IMMUTABLE', Tags: [{ Key: 'a', Value: 'b' }] });
  const repository = world.registry.repositories.get('web');
  expect(repository?.settings).toMatchObject({ mutability: 'IMMUTABLE', resourceTags: [{ Key: 'a', Value: 'b' }] });
  expect(repository?.tags.get('1.0.0')).toBe(digest);
});

test('a property that is not supported is named', () => {
  expect(() => provision({ RepositoryPolicyText: {} })).toThrow(/AWS::ECR::Repository.Web.*RepositoryPolicyText/);
  expect(() => provision({ RepositoryName: 'Web' })).toThrow(/RepositoryName/);
});
