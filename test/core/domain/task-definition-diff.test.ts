import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseEcrHost, parseImageName } from '../../../core/domain/image-name.ts';
import type { TaskDefinitionTruth } from '../../../core/domain/task-definition.ts';
import { diffTaskDefinitions, withImages } from '../../../core/domain/task-definition-diff.ts';
import { aDigest, aTaskDefinition } from '../../builders.ts';

const HOST = '000000000000.dkr.ecr.us-east-1.amazonaws.com';
const uri = (number: number): string => `${HOST}/web@${aDigest(number)}`;
const known = { versions: { [aDigest(1)]: '1.0.0', [aDigest(2)]: '1.1.0' }, running: {} };
const [web] = aTaskDefinition().containers;
const having = (change: object): TaskDefinitionTruth =>
  aTaskDefinition({ containers: web === undefined ? [] : [{ ...web, ...change }] });

test('the image that changes is told by version and digest, and nothing else', () => {
  const before = having({ image: uri(1) });
  const diff = diffTaskDefinitions(before, withImages(before, { web: uri(2) }), known);
  expect(diff.lines).toEqual(['web: 1.0.0 (sha256:000000000000) → 1.1.0 (sha256:000000000000)']);
  expect(diff.images).toEqual([
    {
      container: 'web',
      from: { image: uri(1), version: '1.0.0', digest: aDigest(1) },
      to: { image: uri(2), version: '1.1.0', digest: aDigest(2) },
    },
  ]);
});

test('a tag is told with the digest that ECS made of it', () => {
  const before = having({ image: `${HOST}/web:placeholder` });
  const { images } = diffTaskDefinitions(before, withImages(before, { web: uri(2) }), {
    ...known,
    running: { web: aDigest(9) },
  });
  expect(images[0]?.from).toEqual({ image: `${HOST}/web:placeholder`, version: 'placeholder', digest: aDigest(9) });
});

test('variables and secrets are told by name, and their values are not', () => {
  const before = having({ environment: { KEPT: '1', GONE: 'x', LEVEL: 'hush-a' }, secrets: { KEY: 'arn:a' } });
  const after = having({ environment: { KEPT: '1', NEW: 'hush-b', LEVEL: 'hush-c' }, secrets: { KEY: 'arn:b' } });
  const { lines } = diffTaskDefinitions(before, after, known);
  expect(lines).toEqual([
    'web: variable GONE removed',
    'web: variable LEVEL changed',
    'web: variable NEW added',
    'web: secret KEY changed',
  ]);
});

test('a task definition does not differ from itself', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.string()), fc.string(), (environment, image) => {
      const definition = having({ environment, image });
      expect(diffTaskDefinitions(definition, definition, known).lines).toEqual([]);
    }),
  );
});

test.each([
  ['web', { repository: 'web' }],
  ['team/web:1.0', { repository: 'team/web', tag: '1.0' }],
  ['localhost:5000/web', { registry: 'localhost:5000', repository: 'web' }],
  [`${HOST}/a/web@${aDigest(1)}`, { registry: HOST, repository: 'a/web', digest: aDigest(1) }],
  [
    `public.ecr.aws/web:2@${aDigest(1)}`,
    { registry: 'public.ecr.aws', repository: 'web', tag: '2', digest: aDigest(1) },
  ],
])('%s is read in its parts', (text, parts) => {
  expect(parseImageName(text)).toEqual(parts);
});

test('the host of an ECR registry says account and Region, and no other host does', () => {
  expect(parseEcrHost(HOST)).toEqual({ account: '000000000000', region: 'us-east-1' });
  expect(parseEcrHost('111122223333.dkr-ecr.eu-west-1.on.aws')).toEqual({
    account: '111122223333',
    region: 'eu-west-1',
  });
  for (const other of ['public.ecr.aws', 'localhost:5000', undefined]) expect(parseEcrHost(other)).toBeUndefined();
});
